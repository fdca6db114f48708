#include "report/wording.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace syncdx::report {

std::string percent(double probability, int decimals) {
  const double unit = decimals == 0 ? 1 : 0.1;
  const double value = std::isnan(probability) ? 0 : std::clamp(probability, 0.0, 1.0) * 100;
  if (value < unit) return fmt::format("< {} %", unit);
  if (value > 100 - unit) return fmt::format("> {} %", 100 - unit);
  return fmt::format("{:.{}f} %", value, decimals);
}

std::string_view likelihood(double probability) {
  if (probability > .99) return "virtually certain";
  if (probability > .9) return "very likely";
  if (probability > .66) return "likely";
  if (probability > .33) return "about as likely as not";
  if (probability > .1) return "unlikely";
  if (probability > .01) return "very unlikely";
  return "exceptionally unlikely";
}

std::string chance(double probability) { return fmt::format("{} ({})", likelihood(probability), percent(probability)); }

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string digits = fmt::format("{}", count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return fmt::format("{} {}{}", digits, noun, count == 1 ? "" : "s");
}

std::string minutes(double cost) {
  constexpr long an_hour = 60;
  constexpr long a_day = 24 * an_hour;
  constexpr double a_year = 365.0 * a_day;
  if (!(cost >= 1)) return "under 1 min";
  const long whole = std::lround(std::min(cost, a_year));
  if (whole >= a_day) return counted(static_cast<std::uint64_t>((whole + a_day / 2) / a_day), "day");
  if (whole < an_hour) return fmt::format("{} min", whole);
  if (whole % an_hour == 0) return fmt::format("{} h", whole / an_hour);
  return fmt::format("{} h {} min", whole / an_hour, whole % an_hour);
}

std::string_view state_name(FindingState state) {
  switch (state) {
    case FindingState::present:
      return "present";
    case FindingState::absent:
      return "absent";
    case FindingState::unknown:
      break;
  }
  return "unknown";
}

std::string place(std::string_view source, std::uint64_t line) {
  return line == 0 ? one_line(source) : fmt::format("{}:{}", one_line(source), line);
}

std::string one_line(std::string_view text) {
  std::string clean = repair_utf8(text);
  std::ranges::replace_if(
      clean, [](char byte) { return byte == '\n' || byte == '\t'; }, ' ');
  while (clean.ends_with(' ')) clean.pop_back();
  return clean;
}

std::string sentence(std::string_view text) {
  std::string closed = one_line(text);
  constexpr auto marks = std::to_array<std::string_view>({".", "!", "?", ":", "…"});
  const bool marked = std::ranges::any_of(marks, [&](auto mark) { return closed.ends_with(mark); });
  if (!closed.empty() && !marked) closed += '.';
  return closed;
}

std::string describe(const Evidence& evidence) {
  const std::string title = one_line(evidence.title.empty() ? evidence.finding : evidence.title);
  if (evidence.state == FindingState::absent) return "not seen: " + title;
  if (evidence.state == FindingState::unknown) return "not known: " + title;
  std::string text = title;
  if (evidence.count > 1) text += fmt::format(" ({})", counted(evidence.count, "line"));
  if (evidence.recovered) text += ", survived by a retry";
  return text;
}

std::string full_name(const DiagnosedCause& cause) {
  return fmt::format("{}.{}.{}", cause.platform.empty() ? "any" : cause.platform, cause.issue, cause.id);
}

}  // namespace syncdx::report
