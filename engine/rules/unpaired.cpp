#include "rules/unpaired.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace syncdx::rules {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// True for the bracket of "1)", "2a)", "b)", "iv)" and "1.)".
bool counts_things(std::string_view text, std::size_t at) {
  if (text[at] != ')') return false;
  auto end = at;
  if (end > 0 && text[end - 1] == '.') --end;
  auto begin = end;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  const auto word = text.substr(begin, end - begin);
  const bool roman = word.find_first_not_of("ivx") == std::string_view::npos;
  return word.size() == 1 || (!word.empty() && (roman || is_digit(word.front())));
}

// The end of what stands between the quote at `at` and the next one like it; nullopt if `at` is no such quote. A double quote
// behind a digit means inches, an apostrophe within or behind a word is none.
std::optional<std::size_t> quoted_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool behind_word = at > 0 && is_word(text[at - 1]);
  if ((quote != '"' && quote != '\'' && quote != '`') || (quote == '\'' && behind_word)) return std::nullopt;
  const auto end = text.find(quote, at + 1);
  return end == std::string_view::npos ? std::nullopt : std::optional(end + 1);
}

bool means_inches(std::string_view text, std::size_t at) {
  return at > 0 && is_digit(text[at - 1]) && (at + 1 == text.size() || !is_word(text[at + 1]));
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
  bool named_classes = true;  // ":]" comes further on
  ++at;
  if (at < regex.size() && regex[at] == '^') ++at;
  if (at < regex.size() && regex[at] == ']') ++at;
  while (at < regex.size() && regex[at] != ']') {
    if (named_classes && regex.substr(at).starts_with("[:")) {
      const auto end = regex.find(":]", at + 2);
      named_classes = end != std::string_view::npos;
      at = named_classes ? end + 2 : at + 1;
    } else {
      at = regex[at] == '\\' ? escape_end(regex, at) : at + 1;
    }
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
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '(':
      case '[':
      case '{':
        open.push_back(at);
        break;
      case ')':
      case ']':
      case '}':
        if (!open.empty()) {
          open.pop_back();
        } else if (!(at > 0 && is_blank(text[at - 1])) && !counts_things(text, at)) {
          return at;
        }
        break;
      case '"':
      case '\'':
      case '`':
        if (means_inches(text, at)) break;
        if (const auto end = quoted_end(text, at)) {
          at = *end - 1;
        } else if (text[at] == '"') {
          return at;
        }
        break;
      default:
        break;
    }
  }
  return open.empty() ? std::nullopt : std::optional(open.back());
}

std::optional<std::size_t> unpaired_in_line(std::string_view line) {
  const bool holds_json = line.find("\":") != std::string_view::npos || line.find("{\"") != std::string_view::npos;
  if (!holds_json || (line.back() != '}' && line.back() != ']') || std::ranges::count(line, '"') % 2 == 0) return std::nullopt;
  return line.rfind('"');
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
