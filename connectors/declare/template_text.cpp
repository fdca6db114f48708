#include "declare/template_text.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace syncdx::connect {
namespace {

// "account_id|host": the name and how to spell its value.
std::pair<std::string_view, std::string_view> name_and_spelling(std::string_view place) {
  const auto bar = std::min(place.find('|'), place.size());
  return {place.substr(0, bar), place.substr(std::min(bar + 1, place.size()))};
}

std::string spelled(std::string value, std::string_view spelling) {
  const bool host = spelling == "host";
  if (!host && spelling != "realm") return value;
  for (auto& letter : value) {
    const auto byte = static_cast<unsigned char>(letter);
    letter = static_cast<char>(host ? std::tolower(byte) : std::toupper(byte));
    if (host && letter == '_') letter = '-';
    if (!host && letter == '-') letter = '_';
  }
  return value;
}

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// "now", "now-60d": the time meant.
std::optional<std::chrono::sys_seconds> time_of(std::string_view place, std::chrono::sys_seconds now) {
  if (!place.starts_with("now")) return std::nullopt;
  place.remove_prefix(3);
  if (place.empty()) return now;
  long amount = 0;
  const auto [end, fault] = std::from_chars(place.data(), place.data() + place.size(), amount);
  if (fault != std::errc() || amount >= 0 || end + 1 != place.data() + place.size()) return std::nullopt;
  switch (*end) {
    case 'd':
      return now + std::chrono::days(amount);
    case 'h':
      return now + std::chrono::hours(amount);
    case 'm':
      return now + std::chrono::minutes(amount);
    default:
      return std::nullopt;
  }
}

// Calls `take(text between places)` and `place(name)` in turn.
template <typename Take, typename Place>
void walk(std::string_view text, Take take, Place place) {
  while (!text.empty()) {
    const auto open = text.find('{');
    take(text.substr(0, open));
    if (open == std::string_view::npos) return;
    text.remove_prefix(open + 1);
    const auto close = text.find('}');
    if (close == std::string_view::npos || !place(text.substr(0, close))) {
      take("{");
    } else {
      text.remove_prefix(close + 1);
    }
  }
}

}  // namespace

std::vector<std::string> places_of(std::string_view text) {
  std::vector<std::string> names;
  walk(
      text, [](std::string_view) {},
      [&](std::string_view place) {
        const auto name = name_and_spelling(place).first;
        if (!is_name(name)) return false;
        if (name != "now") names.emplace_back(name);
        return true;
      });
  return names;
}

std::string filled(std::string_view text, const Values& values, std::chrono::sys_seconds now) {
  std::string out;
  walk(
      text, [&](std::string_view plain) { out += plain; },
      [&](std::string_view place) {
        if (const auto time = time_of(place, now)) {
          out += fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(*time)));
          return true;
        }
        const auto [name, spelling] = name_and_spelling(place);
        const auto found = values.find(name);
        if (found == values.end()) return false;
        out += spelled(found->second, spelling);
        return true;
      });
  return out;
}

}  // namespace syncdx::connect
