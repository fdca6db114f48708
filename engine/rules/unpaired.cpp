#include "rules/unpaired.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace syncdx::rules {
namespace {

constexpr std::string_view openers = "([{";
constexpr std::string_view closers = ")]}";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// True for the bracket of "1)" and "b)".
bool counts_things(std::string_view text, std::size_t at) {
  if (text[at] != ')' || at == 0 || !is_word(text[at - 1])) return false;
  auto begin = at;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  return at - begin == 1 || std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                        text.begin() + static_cast<std::ptrdiff_t>(at), is_digit);
}

struct Brackets {
  std::vector<std::size_t> open;      // that nothing closes
  std::optional<std::size_t> closed;  // the first that nothing opened
};

template <typename Ignored>
Brackets brackets_of(std::string_view text, Ignored ignored) {
  Brackets found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (openers.find(text[at]) != std::string_view::npos) found.open.push_back(at);
    const auto kind = closers.find(text[at]);
    if (kind == std::string_view::npos) continue;
    if (!found.open.empty() && text[found.open.back()] == openers[kind]) {
      found.open.pop_back();
    } else if (!found.closed && !ignored(at)) {
      found.closed = at;
    }
  }
  return found;
}

std::optional<std::size_t> odd_quote(std::string_view text) {
  if (std::ranges::count(text, '"') % 2 == 0) return std::nullopt;
  return text.rfind('"');
}

// The end of the escape at `at`, which is a backslash.
std::size_t escape_end(std::string_view regex, std::size_t at) {
  const auto letter = at + 1 < regex.size() ? regex[at + 1] : '\0';
  if (letter == 'Q') {
    const auto end = regex.find("\\E", at + 2);
    return end == std::string_view::npos ? regex.size() : end + 2;
  }
  const bool has_braces = (letter == 'x' || letter == 'p' || letter == 'P') && at + 2 < regex.size() && regex[at + 2] == '{';
  const auto end = has_braces ? regex.find('}', at) : at + 1;
  return end == std::string_view::npos ? regex.size() : std::min(end + 1, regex.size());
}

// The end of the set at `at`, which is a '[': a ']' right at its begin is one of its members, and so is a named class.
std::size_t set_end(std::string_view regex, std::size_t at) {
  ++at;
  if (at < regex.size() && regex[at] == '^') ++at;
  if (at < regex.size() && regex[at] == ']') ++at;
  while (at < regex.size() && regex[at] != ']') {
    const bool named = regex.substr(at).starts_with("[:");
    const auto named_end = named ? regex.find(":]", at) : std::string_view::npos;
    at = named_end != std::string_view::npos ? named_end + 2 : regex[at] == '\\' ? escape_end(regex, at) : at + 1;
  }
  return std::min(at + 1, regex.size());
}

// The end of the repeat at `at`, which is a '{'; nullopt if it is none.
std::optional<std::size_t> repeat_end(std::string_view regex, std::size_t at) {
  const auto digits = [&] {
    const auto begin = at;
    while (at < regex.size() && is_digit(regex[at])) ++at;
    return at > begin;
  };
  ++at;
  if (!digits()) return std::nullopt;
  if (at < regex.size() && regex[at] == ',') {
    ++at;
    (void)digits();
  }
  return at < regex.size() && regex[at] == '}' ? std::optional(at + 1) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> unpaired_in_text(std::string_view text) {
  const auto brackets = brackets_of(text, [&](auto at) { return counts_things(text, at); });
  if (brackets.closed) return brackets.closed;
  if (!brackets.open.empty()) return brackets.open.back();
  return odd_quote(text);
}

std::optional<std::size_t> unpaired_in_line(std::string_view line) {
  const auto spoken_of = [&](auto at) {
    return at == 0 || line[at - 1] == ' ' || line[at - 1] == '\'' || line[at - 1] == '`' || counts_things(line, at);
  };
  const auto brackets = brackets_of(line, spoken_of);
  if (brackets.closed) return brackets.closed;
  return brackets.open.empty() ? odd_quote(line) : std::nullopt;
}

std::optional<std::size_t> unpaired_in_pattern(std::string_view regex) {
  for (std::size_t at = 0; at < regex.size();) {
    switch (regex[at]) {
      case '\\':
        at = escape_end(regex, at);
        break;
      case '[':
        at = set_end(regex, at);
        break;
      case '{': {
        const auto end = repeat_end(regex, at);
        if (!end) return at;
        at = *end;
        break;
      }
      case ']':
      case '}':
        return at;
      default:
        ++at;
    }
  }
  return std::nullopt;
}

}  // namespace syncdx::rules
