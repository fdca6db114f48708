#include "logs/level_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace syncdx::logs {
namespace {

using Entry = std::pair<std::string_view, Level>;

constexpr std::array<Entry, 30> words{
    {{"trace", Level::trace},     {"verbose", Level::trace},    {"finest", Level::trace},       {"finer", Level::trace},
     {"debug", Level::debug},     {"dbg", Level::debug},        {"fine", Level::debug},         {"info", Level::info},
     {"inf", Level::info},        {"information", Level::info}, {"informational", Level::info}, {"notice", Level::info},
     {"config", Level::info},     {"audit", Level::info},       {"log", Level::info},           {"warn", Level::warning},
     {"warning", Level::warning}, {"wrn", Level::warning},      {"error", Level::error},        {"err", Level::error},
     {"severe", Level::error},    {"failure", Level::error},    {"critical", Level::fatal},     {"crit", Level::fatal},
     {"fatal", Level::fatal},     {"ftl", Level::fatal},        {"alert", Level::fatal},        {"emerg", Level::fatal},
     {"emergency", Level::fatal}, {"panic", Level::fatal}}};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals_lower(std::string_view word, std::string_view lower_case) {
  return std::ranges::equal(word, lower_case, [](char a, char b) { return lower(a) == b; });
}

}  // namespace

Level level_of_word(std::string_view word) {
  const auto found = std::ranges::find_if(words, [&](const Entry& entry) { return equals_lower(word, entry.first); });
  return found == words.end() ? Level::unknown : found->second;
}

Level level_of_letter(char letter) {
  switch (letter) {
    case 'T':
    case 'V':
      return Level::trace;
    case 'D':
      return Level::debug;
    case 'I':
    case 'N':
      return Level::info;
    case 'W':
      return Level::warning;
    case 'E':
      return Level::error;
    case 'C':
    case 'F':
      return Level::fatal;
    default:
      return Level::unknown;
  }
}

Level level_of_number(double number) {
  constexpr std::array<Level, 8> syslog{Level::fatal,   Level::fatal, Level::fatal, Level::error,
                                        Level::warning, Level::info,  Level::info,  Level::debug};
  if (!(number >= 0) || number > 100) return Level::unknown;
  if (number < static_cast<double>(syslog.size())) return syslog[static_cast<std::size_t>(number)];
  if (number < 20) return Level::trace;
  if (number < 30) return Level::debug;
  if (number < 40) return Level::info;
  if (number < 50) return Level::warning;
  return number < 60 ? Level::error : Level::fatal;
}

}  // namespace syncdx::logs
