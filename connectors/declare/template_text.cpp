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

}  // namespace

std::string filled(std::string_view text, const Values& values, std::chrono::sys_seconds now) {
  std::string out;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    out += text.substr(0, open);
    text.remove_prefix(open);
    const auto close = text.find('}');
    const auto place = close == std::string_view::npos ? std::string_view() : text.substr(1, close - 1);
    const auto time = time_of(place, now);
    const auto [name, spelling] = name_and_spelling(place);
    const auto value = values.find(name);
    if (time) {
      out += fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(*time)));
    } else if (value != values.end()) {
      out += spelled(value->second, spelling);
    } else {
      out += '{';  // no place
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(close + 1);
  }
  return out += text;
}

}  // namespace syncdx::connect
