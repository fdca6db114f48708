#include "report/html/markup.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace syncdx::report::html {

using batch::Outcome;

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : repair_utf8(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '`':
        out += "&#96;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string byte_size(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  constexpr double step = 1000;
  double amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (amount >= step && unit + 1 < std::size(units)) {
    amount /= step;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.{}f} {}", amount, amount < 10 ? 1 : 0, units[unit]);
}

std::string duration(double seconds) {
  constexpr std::uint64_t minute = 60;
  constexpr std::uint64_t hour = 60 * minute;
  constexpr std::uint64_t day = 24 * hour;
  if (!(seconds >= 0)) return "not known";
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::uint64_t>(std::llround(std::min(seconds, 1e12)));
  if (whole < minute) return fmt::format("{} s", whole);
  if (whole < hour)
    return fmt::format("{} min{}", whole / minute, whole % minute != 0 ? fmt::format(" {} s", whole % minute) : "");
  if (whole < day)
    return fmt::format("{} h{}", whole / hour, whole % hour >= minute ? fmt::format(" {} min", whole % hour / minute) : "");
  return fmt::format("{} day{}", grouped(whole / day), whole / day == 1 ? "" : "s");
}

std::string whole_duration(std::uint64_t seconds) {
  return seconds < 10 ? fmt::format("{} s", seconds) : duration(static_cast<double>(seconds));
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string short_time(std::string_view rfc3339) {
  constexpr std::size_t to_the_minute = 16;
  if (rfc3339.size() < to_the_minute) return std::string(rfc3339);
  std::string shown{rfc3339.substr(0, to_the_minute)};
  shown[10] = ' ';
  return shown + " UTC";
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0 || part == 0) return "0 %";
  if (part == whole) return "100 %";
  const double percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 1) return "< 1 %";
  if (percent > 99) return "> 99 %";
  return fmt::format("{:.0f} %", percent);
}

std::string_view shown(std::string_view name) { return name.empty() ? "(none named)" : name; }

std::string_view shown_platform(std::string_view name) { return name.empty() || name == "any" ? "(not known)" : name; }

std::string_view title_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::healthy:
      return "Healthy";
    case Outcome::recovered:
      return "Recovered";
    case Outcome::failed:
      return "Failed";
    case Outcome::unexplained:
      return "Unexplained";
    case Outcome::unfinished:
      break;
  }
  return "Unfinished";
}

std::string_view meaning_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::healthy:
      return "no fault is likely, and no error is worth a word";
    case Outcome::recovered:
      return "errors were seen, but the session survived them";
    case Outcome::failed:
      return "a fault is likely (its probability is 1/2 or more)";
    case Outcome::unexplained:
      return "no known fault is likely, but there are error lines that no rule explains";
    case Outcome::unfinished:
      break;
  }
  return "no fault is likely, but the session's end was not seen";
}

std::uint64_t count_of(const batch::OutcomeCounts& counts, Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::healthy:
      return counts.healthy;
    case Outcome::recovered:
      return counts.recovered;
    case Outcome::failed:
      return counts.failed;
    case Outcome::unexplained:
      return counts.unexplained;
    case Outcome::unfinished:
      break;
  }
  return counts.unfinished;
}

}  // namespace syncdx::report::html
