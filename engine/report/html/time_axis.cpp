#include "report/html/time_axis.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace syncdx::report::html {
namespace {

using batch::BatchSummary;
using batch::BucketWidth;

constexpr std::size_t most_labels = 10;
constexpr std::size_t date_size = 10;      // "2026-11-20"
constexpr std::size_t to_the_second = 19;  // "2026-11-20T14:15:00"
constexpr std::size_t time_begin = 11;     // of "14:15"
constexpr std::size_t time_size = 5;
constexpr std::int64_t day = 24 * 60;  // minutes
constexpr std::int64_t longest_bucket = 366 * day;

bool is_within_days(const BatchSummary& summary) { return summary.bucket_width < BucketWidth::day; }

std::int64_t number_at(std::string_view text, std::size_t begin, std::size_t size) {
  std::int64_t number = 0;
  if (begin + size <= text.size()) std::from_chars(text.data() + begin, text.data() + begin + size, number);
  return number;
}

// Minutes since 1970 of "2026-11-20" or "2026-11-20T14:15:00Z"; of other text any number.
std::int64_t minute_of(std::string_view time) {
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(number_at(time, 0, 4))),
                                         std::chrono::month(static_cast<unsigned>(number_at(time, 5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number_at(time, 8, 2))));
  if (!date.ok()) return 0;
  return std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * day + number_at(time, time_begin, 2) * 60 +
         number_at(time, time_begin + 3, 2);
}

std::string date_of(const std::string& begin) { return begin.substr(0, date_size); }

std::string time_of_day(const std::string& begin) {
  return begin.size() < to_the_second ? std::string() : begin.substr(time_begin, time_size);
}

// The smallest round step, in minutes, at which no more than `most_labels` of the buckets begin.
std::int64_t label_step(const std::vector<std::int64_t>& begins) {
  constexpr std::int64_t steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, day, 2 * day, 3 * day, 7 * day};
  for (const auto step : steps) {
    const auto labels = std::ranges::count_if(begins, [&](std::int64_t begin) { return begin % step == 0; });
    if (static_cast<std::size_t>(labels) <= most_labels) return step;
  }
  return 14 * day;
}

std::vector<Tick> ticks_within_days(const BatchSummary& summary) {
  std::vector<std::int64_t> begins;
  for (const auto& bucket : summary.buckets) begins.push_back(minute_of(bucket.begin));
  const auto step = label_step(begins);
  std::vector<Tick> ticks;
  std::string last_date;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    if (begins[i] % step != 0) continue;
    const auto& begin = summary.buckets[i].begin;
    const auto date = date_of(begin);
    ticks.push_back(step < day ? Tick{i, time_of_day(begin), date == last_date ? std::string() : date} : Tick{i, date, {}});
    last_date = date;
  }
  return ticks;
}

}  // namespace

std::string axis_title(BucketWidth width) {
  switch (width) {
    case BucketWidth::minute:
      return "Minute in which the session began (UTC)";
    case BucketWidth::five_minutes:
      return "Five minutes in which the session began (UTC)";
    case BucketWidth::quarter_hour:
      return "Quarter of an hour in which the session began (UTC)";
    case BucketWidth::hour:
      return "Hour in which the session began (UTC)";
    case BucketWidth::six_hours:
      return "Six hours in which the session began (UTC)";
    case BucketWidth::day:
      return "Day on which the session began (UTC)";
    case BucketWidth::week:
      return "Week in which the session began (its Monday, UTC)";
    case BucketWidth::month:
      return "Month in which the session began (UTC)";
    case BucketWidth::year:
      break;
  }
  return "Year in which the session began (UTC)";
}

std::string bucket_name(const BatchSummary& summary, std::size_t bucket) {
  constexpr std::size_t to_the_month = 7;
  constexpr std::size_t to_the_year = 4;
  const auto& begin = summary.buckets[bucket].begin;
  if (is_within_days(summary)) return date_of(begin) + ' ' + time_of_day(begin);
  if (summary.bucket_width == BucketWidth::month) return begin.substr(0, to_the_month);
  return summary.bucket_width == BucketWidth::year ? begin.substr(0, to_the_year) : begin;
}

std::vector<Tick> time_ticks(const BatchSummary& summary) {
  if (is_within_days(summary)) {
    if (auto ticks = ticks_within_days(summary); !ticks.empty()) return ticks;
  }
  std::vector<Tick> ticks;
  const auto every = (summary.buckets.size() + most_labels - 1) / most_labels;
  for (std::size_t i = 0; i < summary.buckets.size(); i += every) ticks.push_back({i, bucket_name(summary, i), {}});
  return ticks;
}

std::vector<std::size_t> midnights(const BatchSummary& summary) {
  std::vector<std::size_t> found;
  for (std::size_t i = 1; i < summary.buckets.size() && is_within_days(summary); ++i) {
    if (time_of_day(summary.buckets[i].begin) == "00:00") found.push_back(i);
  }
  return found;
}

std::optional<std::size_t> bucket_of(const BatchSummary& summary, std::string_view time) {
  const auto& buckets = summary.buckets;
  time = time.substr(0, to_the_second);
  const auto after = std::ranges::upper_bound(buckets, time, {}, [](const batch::TimeBucket& bucket) {
    return std::string_view(bucket.begin).substr(0, to_the_second);
  });
  if (after == buckets.begin()) return std::nullopt;
  if (after == buckets.end() && minute_of(time) - minute_of(buckets.back().begin) > longest_bucket) return std::nullopt;
  return static_cast<std::size_t>(after - buckets.begin()) - 1;
}

}  // namespace syncdx::report::html
