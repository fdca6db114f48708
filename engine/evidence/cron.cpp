#include "evidence/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

namespace syncdx::evidence {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr days search_limit{8 * 366};  // 29 February may be eight years away (1896 to 1904)
constexpr int cycle_days = 1461;       // four years
constexpr sys_days cycle_start = std::chrono::year{2025} / 1 / 1;
constexpr seconds one_day{86400};

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

struct FieldKind {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> names;  // of the values from `least` on
};

constexpr std::array<FieldKind, 6> field_kinds{
    FieldKind{"second", 0, 59, {}},         FieldKind{"minute", 0, 59, {}},
    FieldKind{"hour", 0, 23, {}},           FieldKind{"day of the month", 1, 31, {}},
    FieldKind{"month", 1, 12, month_names}, FieldKind{"day of the week", 0, 7, weekday_names}};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> fields_of(std::string_view expression) {
  auto parts = split(expression, " \t\r\n");
  std::erase_if(parts, [](std::string_view part) { return part.empty(); });
  return parts;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::ranges::equal(a, b, {}, upper, upper);
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return value;
}

std::optional<int> value_of(std::string_view text, const FieldKind& kind) {
  if (text.empty()) return std::nullopt;
  for (std::size_t i = 0; i < kind.names.size(); ++i) {
    if (equal_ignoring_case(text, kind.names[i])) return kind.least + static_cast<int>(i);
  }
  const auto value = number(text);
  if (!value || *value < kind.least || *value > kind.most) return std::nullopt;
  return value;
}

using Values = std::bitset<64>;

// One element of a list: `*`, `5`, `10-40`, each with an optional step.
std::optional<Values> read_element(std::string_view text, const FieldKind& kind) {
  const auto slash = text.find('/');
  const auto step = slash == std::string_view::npos ? std::optional<int>(1) : value_of(text.substr(slash + 1), {"", 1, 60, {}});
  if (!step) return std::nullopt;
  const auto range = text.substr(0, slash);
  int first = kind.least;
  int last = kind.most;
  if (range != "*" && range != "?") {
    const auto dash = range.find('-');
    const auto low = value_of(range.substr(0, dash), kind);
    const auto high = dash == std::string_view::npos ? low : value_of(range.substr(dash + 1), kind);
    if (!low || !high || *high < *low) return std::nullopt;
    first = *low;
    const bool open_end = dash == std::string_view::npos && slash != std::string_view::npos;  // "5/10" = "5-59/10"
    last = open_end ? kind.most : *high;
  }
  Values values;
  for (int value = first; value <= last; value += *step) values.set(static_cast<std::size_t>(value));
  return values;
}

std::variant<Values, CronError> read_field(std::string_view text, const FieldKind& kind) {
  Values values;
  for (const auto element : split(text, ",")) {
    const auto some = read_element(element, kind);
    if (!some) {
      const bool special = element.find_first_of("LWlw#") != std::string_view::npos && !value_of(element, kind);
      return CronError{special ? CronFault::not_supported : CronFault::syntax,
                       fmt::format("'{}' is no {} that is understood here", element, kind.name)};
    }
    values |= *some;
  }
  return values;
}

template <std::size_t Size>
std::bitset<Size> narrow(const Values& values) {
  std::bitset<Size> narrowed;
  for (std::size_t i = 0; i < Size; ++i) narrowed.set(i, values.test(i));
  return narrowed;
}

bool is_any(std::string_view field) { return field == "*" || field == "?"; }

template <std::size_t Size>
std::optional<int> least_from(const std::bitset<Size>& values, int from) {
  for (int i = std::max(from, 0); i < static_cast<int>(Size); ++i) {
    if (values.test(static_cast<std::size_t>(i))) return i;
  }
  return std::nullopt;
}

template <std::size_t Size>
std::optional<int> most_until(const std::bitset<Size>& values, int until) {
  for (int i = std::min(until, static_cast<int>(Size) - 1); i >= 0; --i) {
    if (values.test(static_cast<std::size_t>(i))) return i;
  }
  return std::nullopt;
}

}  // namespace

std::size_t count_cron_fields(std::string_view expression) { return fields_of(expression).size(); }

std::variant<Cron, CronError> Cron::parse(std::string_view expression) {
  const auto fields = fields_of(expression);
  if (!fields.empty() && fields.front().front() == '@') {
    return CronError{CronFault::not_supported, fmt::format("'{}' is no expression of six fields", fields.front())};
  }
  if (fields.size() != field_kinds.size()) {
    return CronError{CronFault::field_count, fmt::format("{} fields instead of 6 (seconds first)", fields.size())};
  }
  std::array<Values, 6> values;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto read = read_field(fields[i], field_kinds[i]);
    if (auto* error = std::get_if<CronError>(&read)) return std::move(*error);
    values[i] = std::get<Values>(read);
  }
  if (values[5].test(7)) values[5].set(0);
  Cron cron;
  cron.seconds_ = narrow<60>(values[0]);
  cron.minutes_ = narrow<60>(values[1]);
  cron.hours_ = narrow<24>(values[2]);
  cron.days_ = narrow<32>(values[3]);
  cron.months_ = narrow<13>(values[4]);
  cron.weekdays_ = narrow<7>(values[5]);
  cron.any_day_ = is_any(fields[3]);
  cron.any_weekday_ = is_any(fields[5]);
  return cron;
}

bool Cron::fires_on(sys_days day) const {
  const std::chrono::year_month_day date{day};
  if (!months_.test(static_cast<unsigned>(date.month()))) return false;
  const bool day_fits = days_.test(static_cast<unsigned>(date.day()));
  const bool weekday_fits = weekdays_.test(std::chrono::weekday{day}.c_encoding());
  return any_day_ || any_weekday_ ? day_fits && weekday_fits : day_fits || weekday_fits;
}

// The fire time of a day at or after `from`, both counted from midnight.
std::optional<seconds> Cron::first_in_day(seconds from) const {
  const int start = static_cast<int>(from.count());
  for (auto hour = least_from(hours_, start / 3600); hour; hour = least_from(hours_, *hour + 1)) {
    const bool same_hour = *hour == start / 3600;
    for (auto minute = least_from(minutes_, same_hour ? start / 60 % 60 : 0); minute;
         minute = least_from(minutes_, *minute + 1)) {
      const bool same_minute = same_hour && *minute == start / 60 % 60;
      if (const auto second = least_from(seconds_, same_minute ? start % 60 : 0)) {
        return seconds{(*hour * 60 + *minute) * 60 + *second};
      }
    }
  }
  return std::nullopt;
}

std::optional<seconds> Cron::last_in_day(seconds until) const {
  const int end = static_cast<int>(until.count());
  for (auto hour = most_until(hours_, end / 3600); hour; hour = most_until(hours_, *hour - 1)) {
    const bool same_hour = *hour == end / 3600;
    for (auto minute = most_until(minutes_, same_hour ? end / 60 % 60 : 59); minute;
         minute = most_until(minutes_, *minute - 1)) {
      const bool same_minute = same_hour && *minute == end / 60 % 60;
      if (const auto second = most_until(seconds_, same_minute ? end % 60 : 59)) {
        return seconds{(*hour * 60 + *minute) * 60 + *second};
      }
    }
  }
  return std::nullopt;
}

std::optional<sys_seconds> Cron::next(sys_seconds time) const {
  const auto begin = time + seconds{1};
  const auto first_day = std::chrono::floor<days>(begin);
  for (auto day = first_day; day <= first_day + search_limit; day += days{1}) {
    if (!fires_on(day)) continue;
    if (const auto found = first_in_day(day == first_day ? begin - first_day : seconds{0})) return day + *found;
  }
  return std::nullopt;
}

std::optional<sys_seconds> Cron::previous(sys_seconds time) const {
  const auto last_day = std::chrono::floor<days>(time);
  for (auto day = last_day; day >= last_day - search_limit; day -= days{1}) {
    if (!fires_on(day)) continue;
    if (const auto found = last_in_day(day == last_day ? time - last_day : one_day - seconds{1})) return day + *found;
  }
  return std::nullopt;
}

double Cron::runs_per_day() const {
  int firing_days = 0;
  for (int i = 0; i < cycle_days; ++i) firing_days += fires_on(cycle_start + days{i});
  return static_cast<double>(seconds_.count() * minutes_.count() * hours_.count()) * firing_days / cycle_days;
}

std::optional<seconds> Cron::longest_gap() const {
  const auto first_day = next(cycle_start - seconds{1});
  const auto first = first_in_day(seconds{0});
  const auto last = last_in_day(one_day - seconds{1});
  if (!first_day || !first || !last) return std::nullopt;
  seconds longest{0};
  for (auto at = first; at;) {
    const auto after = first_in_day(*at + seconds{1});
    if (after) longest = std::max(longest, *after - *at);
    at = after;
  }
  auto day = std::chrono::floor<days>(*first_day);
  for (const auto end = day + days{cycle_days}; day <= end;) {
    const auto following = next(day + one_day - seconds{1});
    if (!following) break;
    longest = std::max(longest, *following - (day + *last));
    day = std::chrono::floor<days>(*following);
  }
  return longest;
}

}  // namespace syncdx::evidence
