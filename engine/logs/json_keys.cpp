#include "logs/json_keys.hpp"

#include "logs/timestamp.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace syncdx::logs {
namespace {

constexpr std::array<std::string_view, 13> time_keys{"ts",         "time",         "timestamp",  "@timestamp", "asctime",
                                                     "emitted_at", "datetime",     "fetched_at", "logged_at",  "eventTime",
                                                     "started_at", "completed_at", "t"};

// Offset of the quote that closes the string whose first character is at `at`; text.size() if none does.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at, text.size());
}

std::optional<TimePoint> value_time(std::string_view rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  if (rest.starts_with('"')) {
    const auto match = match_time(rest, 1);
    return match ? std::optional(match->time) : std::nullopt;
  }
  double number = 0;
  const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return parsed.ec == std::errc{} ? epoch_time(number) : std::nullopt;
}

// The value's text if the string that was just read is a key: behind its closing quote at `quote` a colon follows.
std::optional<std::string_view> value_after(std::string_view line, std::size_t quote) {
  const auto colon = line.find_first_not_of(" \t", std::min(quote + 1, line.size()));
  if (colon == std::string_view::npos || line[colon] != ':') return std::nullopt;
  return line.substr(colon + 1);
}

}  // namespace

bool is_time_key(std::string_view key) { return std::ranges::find(time_keys, key) != time_keys.end(); }

std::optional<TimePoint> json_line_time(std::string_view line) {
  constexpr std::string_view logfmt_key = "ts=";
  if (line.starts_with(logfmt_key)) return value_time(line.substr(logfmt_key.size()));
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos || line[start] != '{') return std::nullopt;
  int depth = 0;
  for (std::size_t at = start; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 0) break;
    if (c != '"') continue;
    const auto quote = end_of_string(line, at + 1);
    const auto key = line.substr(at + 1, quote - at - 1);
    const bool wanted = depth == 1 ? is_time_key(key) : key == "emitted_at";
    at = quote;
    if (!wanted) continue;
    if (const auto value = value_after(line, quote)) {
      if (const auto time = value_time(*value)) return time;
    }
  }
  return std::nullopt;
}

}  // namespace syncdx::logs
