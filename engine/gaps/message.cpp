#include "gaps/message.hpp"

#include "base/ascii.hpp"
#include "logs/line.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace syncdx::gaps {
namespace {

constexpr std::size_t longest_name = 60;
constexpr std::size_t longest_part = 100;  // of a head, with what parts it from the next one

bool is_name_char(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || std::string_view("_.-/#:$@").find(c) != std::string_view::npos;
}

// Lower-case words before a colon that say what is wrong, and name nobody.
constexpr auto complaints = std::to_array<std::string_view>(
    {"abort",     "aborted",  "bad",     "broken",       "conflict",   "denied",  "duplicate",   "error",
     "exception", "failed",   "failure", "fault",        "forbidden",  "invalid", "missing",     "panic",
     "refused",   "rejected", "timeout", "unauthorized", "unexpected", "unknown", "unsupported", "warning"});

// What names the session, the request or the thread of a line, as in "run_id=7".
constexpr auto id_keys =
    std::to_array<std::string_view>({"attempt", "component", "id", "job", "logger", "module", "pid", "process", "request",
                                     "run", "session", "source", "span", "stream", "thread", "tid", "trace", "worker"});

bool ends_as_error(std::string_view name) {
  const auto word = name.substr(name.rfind('.') + 1);  // npos + 1 is 0
  return word.ends_with("Error") || word.ends_with("Exception") || word.ends_with("Errno") || word.ends_with("Warning") ||
         word.ends_with("Fault") || word.ends_with("Failure");
}

bool has_word(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, is_name_char) && !ends_as_error(text);
}

// "orders", "OrderSync", "Thread-1 (run)", "client 10.0.0.1"; not "API", "Errno 111" or "object Object".
bool names_origin(std::string_view text) {
  const auto space = text.find(' ');
  const auto first = text.substr(0, space);
  if (!is_name(first)) return false;
  const bool named = std::ranges::any_of(first, is_lower) || std::ranges::any_of(first, is_digit);
  if (space == std::string_view::npos) return named;
  const auto second = text.substr(space + 1);
  return named && text.size() <= longest_name && !is_upper(first.front()) && std::ranges::any_of(second, is_digit) &&
         second.find(' ') == std::string_view::npos;
}

// "[orders]", "(main)"
std::size_t bracketed_length(std::string_view text) {
  const auto close = text.substr(0, longest_part).find(text.front() == '[' ? ']' : ')');
  return close != std::string_view::npos && close > 1 && names_origin(text.substr(1, close - 1)) ? close + 1 : 0;
}

// "session_id=ex-42", "thread=main"
bool is_id_pair(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals + 1 == word.size() || word[equals + 1] == '"') return false;
  const auto key = word.substr(0, equals);
  if (!is_name(key)) return false;
  const auto name = lower_case(key);
  return name.ends_with("_id") || name.ends_with("-id") || key.ends_with("Id") || has_word(id_keys, name);
}

// "orders.sync", "worker-1", "orders" before a colon; not "TypeError", "java.lang.Oops" or "timeout"
bool names_logger(std::string_view name) {
  if (!is_name(name) || !is_lower(name.front())) return false;
  if (std::ranges::all_of(name, is_lower)) return !has_word(complaints, name);
  const auto last = name.substr(name.rfind('.') + 1);  // npos + 1 is 0; of "java.lang.Oops" the class
  return name.find_first_of("._-/#") != std::string_view::npos && !last.empty() && !is_upper(last.front());
}

// How far a head's next part reaches, 0 if none begins here.
std::size_t head_part(std::string_view text) {
  if (text.front() == '[' || text.front() == '(') return bracketed_length(text);
  const auto length = text.substr(0, longest_part).find(' ');
  if (length == std::string_view::npos || length == 0) return 0;
  const auto word = text.substr(0, length);
  if (word.back() == ':') return names_logger(word.substr(0, length - 1)) ? length : 0;
  if (is_id_pair(word)) return length;
  const bool dash = text.substr(length).starts_with(" - ");
  return dash && word.find('.') != std::string_view::npos && is_name(word) ? length : 0;
}

// Of a message of several lines the one that a log of plain lines would show as the error: the first one, or, of a Python stack
// trace, the last one.
std::string_view telling_line(std::string_view message) {
  constexpr std::string_view blank = " \t\r\n";
  message.remove_prefix(std::min(message.find_first_not_of(blank), message.size()));
  message = message.substr(0, message.find_last_not_of(blank) + 1);
  const auto first_end = message.find('\n');
  if (first_end == std::string_view::npos) return message;
  if (message.starts_with("Traceback (most recent call last)")) return message.substr(message.rfind('\n') + 1);
  return message.substr(0, first_end);
}

}  // namespace

std::string_view without_head(std::string_view message) {
  constexpr int most_parts = 6;
  auto rest = message;
  for (int part = 0; part < most_parts && !rest.empty(); ++part) {
    const auto length = head_part(rest);
    if (length == 0) break;
    const auto next = rest.find_first_not_of(" \t:|-,", length);
    if (next == std::string_view::npos) break;
    rest.remove_prefix(next);
  }
  return rest;
}

std::string message_of(std::string_view line) {
  auto message = std::move(logs::view_line(line).message);
  const auto said = without_head(telling_line(message));
  const auto begin = static_cast<std::size_t>(said.data() - message.data());
  message.resize(begin + said.size());
  message.erase(0, begin);
  return message;
}

}  // namespace syncdx::gaps
