#include "gaps/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace syncdx::gaps {
namespace {

enum CharKind : std::uint8_t {
  in_word = 1,
  digit_kind = 2,
  hex_kind = 4,
  in_path = 8,
  in_url = 16,
  letter_kind = 32,
  at_ends = 64
};

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (unsigned c = 0; c < kinds.size(); ++c) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    const bool hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    const auto among = [c](std::string_view set) { return c != 0 && set.find(static_cast<char>(c)) != std::string_view::npos; };
    unsigned kind = 0;
    if (digit || letter || among("_.$*@'~-")) kind |= in_word;
    if (digit) kind |= digit_kind;
    if (letter) kind |= letter_kind;
    if (hex) kind |= hex_kind;
    if (digit || letter || among("_.@+~%:$#=?&-")) kind |= in_path;
    if (c > ' ' && !among("'\"<>,;)]}")) kind |= in_url;
    if (among(".-'*~")) kind |= at_ends;
    kinds[c] = static_cast<std::uint8_t>(kind);
  }
  return kinds;
}

constexpr auto kinds = make_kinds();

bool is(char c, unsigned kind) { return (kinds[static_cast<unsigned char>(c)] & kind) != 0; }

// The end of the run of characters of `kind` that begins at `at`.
std::size_t run_end(std::string_view text, std::size_t at, unsigned kind) {
  while (at < text.size() && is(text[at], kind)) ++at;
  return at;
}

bool is_separator(char c) { return c == '/' || c == '\\'; }

// The end of a file path of two parts or more that begins at `at`, or `at`.
std::size_t path_end(std::string_view text, std::size_t at) {
  std::size_t parts = 0;
  std::size_t end = at;
  while (end < text.size() && is_separator(text[end])) {
    const std::size_t part = run_end(text, end + 1, in_path);
    if (part == end + 1) break;
    ++parts;
    end = part;
  }
  if (parts < 2) return at;
  return end < text.size() && is_separator(text[end]) ? end + 1 : end;
}

// The end of an address of four groups or more of hexadecimal digits between colons, or `at`.
std::size_t colon_address_end(std::string_view text, std::size_t at) {
  constexpr std::size_t most_digits = 4;
  std::size_t groups = 0;
  std::size_t end = at;
  for (;;) {
    const std::size_t group = run_end(text, end, hex_kind);
    if (group - end > most_digits || (group == end && groups == 0)) return at;
    if (group > end) ++groups;
    end = group;
    if (end >= text.size() || text[end] != ':') break;
    ++end;
  }
  const bool whole = end >= text.size() || !is(text[end], letter_kind | digit_kind);
  return groups >= 4 && whole ? end : at;
}

constexpr std::array<std::string_view, 19> calendar_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar",
                                                          "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 17> units{"B",  "KB", "MB",  "GB",   "TB",      "KiB",    "MiB", "GiB",  "kB",
                                                 "ms", "us", "sec", "secs", "seconds", "second", "s",   "bytes"};
constexpr std::array<std::string_view, 13> top_domains{"com", "net", "org", "edu", "gov", "io",   "de",
                                                       "cn",  "uk",  "fr",  "jp",  "hk",  "local"};

template <std::size_t Size>
bool is_among(const std::array<std::string_view, Size>& names, std::string_view word) {
  return std::ranges::find(names, word) != names.end();
}

// A word without the punctuation at its ends.
std::string_view trim(std::string_view word) {
  while (!word.empty() && is(word.front(), at_ends)) word.remove_prefix(1);
  while (!word.empty() && is(word.back(), at_ends)) word.remove_suffix(1);
  return word;
}

// Whether a trimmed word is one that changes from one occurrence to the next. `before_colon`: digits follow behind a colon.
enum class Follows { nothing, port };
bool is_variable(std::string_view word, Follows follows) {
  constexpr std::size_t long_hex = 8;
  constexpr std::size_t name_dots = 2;
  std::size_t dots = 0;
  bool hex = true;
  bool at_sign = false;
  for (const char c : word) {
    if (is(c, digit_kind)) return true;
    dots += c == '.' ? 1 : 0;
    at_sign = at_sign || c == '@';
    hex = hex && is(c, hex_kind);
  }
  if (hex && word.size() >= long_hex) return true;
  if (dots >= name_dots || (dots > 0 && (at_sign || follows == Follows::port))) return true;
  if (dots > 0 && is_among(top_domains, word.substr(word.rfind('.') + 1))) return true;
  return word.size() == 3 && is_among(calendar_names, word);
}

}  // namespace

void split_words(std::string_view message, std::vector<std::string_view>& words) {
  words.clear();
  message = message.substr(0, max_message_bytes);
  bool behind_variable = false;  // a unit may follow
  for (std::size_t at = 0; at < message.size() && words.size() < max_words;) {
    const char c = message[at];
    if (is_separator(c)) {
      const std::size_t end = path_end(message, at);
      behind_variable = end > at;
      at = std::max(end, at + 1);
      continue;
    }
    if (!is(c, in_word) && c != ':') {
      if (c != ' ') behind_variable = false;
      ++at;
      continue;
    }
    if (is(c, hex_kind) || c == ':') {
      if (const std::size_t end = colon_address_end(message, at); end > at) {
        behind_variable = true;
        at = end;
        continue;
      }
    }
    if (c == ':') {
      behind_variable = false;
      ++at;
      continue;
    }
    const std::size_t end = run_end(message, at, in_word);
    const auto rest = message.substr(end);
    if (rest.starts_with("://")) {
      behind_variable = true;
      at = run_end(message, end, in_url);
      continue;
    }
    if (end - at == 1 && rest.size() > 1 && rest[0] == ':' && is_separator(rest[1]) && path_end(message, end + 1) > end + 1) {
      at = end + 1;  // a drive letter: the path follows
      continue;
    }
    const auto word = trim(message.substr(at, end - at));
    const bool port = rest.size() > 1 && rest[0] == ':' && is(rest[1], digit_kind);
    at = end;
    if (word.empty()) continue;
    if (is_variable(word, port ? Follows::port : Follows::nothing)) {
      behind_variable = true;
      continue;
    }
    if (behind_variable && is_among(units, word)) continue;
    behind_variable = false;
    words.push_back(word);
  }
}

}  // namespace syncdx::gaps
