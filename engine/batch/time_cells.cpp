#include "batch/time_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace syncdx::batch {
namespace {

using std::chrono::sys_days;

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t year = 366 * day;

constexpr std::size_t most_buckets = 2400;
constexpr std::uint64_t fewest_to_judge = 3;  // dated sessions; of two it cannot be said whose clock is wrong
constexpr std::uint64_t most_wrong = 10;      // one in so many
constexpr std::int64_t times_the_spread = 2;

// Seconds; 0 where stretches differ in length.
std::int64_t length_of(BucketWidth width) {
  switch (width) {
    case BucketWidth::minute:
      return minute;
    case BucketWidth::five_minutes:
      return 5 * minute;
    case BucketWidth::quarter_hour:
      return 15 * minute;
    case BucketWidth::hour:
      return hour;
    case BucketWidth::six_hours:
      return 6 * hour;
    case BucketWidth::day:
      return day;
    case BucketWidth::week:
      return 7 * day;
    case BucketWidth::month:
    case BucketWidth::year:
      break;
  }
  return 0;
}

std::int64_t floor_to(std::int64_t second, std::int64_t step) { return second - ((second % step) + step) % step; }

sys_days day_of(std::int64_t second) { return sys_days(std::chrono::days(floor_to(second, day) / day)); }

std::int64_t second_of(sys_days date) { return std::int64_t{date.time_since_epoch().count()} * day; }

// The next width whose stretches hold this one's whole: a week is in no month.
BucketWidth wider(BucketWidth width) {
  if (width == BucketWidth::day) return BucketWidth::month;
  return width == BucketWidth::year ? width : static_cast<BucketWidth>(static_cast<int>(width) + 1);
}

BucketWidth width_for(std::int64_t span) {
  struct Fit {
    std::int64_t span;
    BucketWidth width;
  };
  constexpr Fit fits[] = {
      {hour, BucketWidth::minute},   {5 * hour, BucketWidth::five_minutes}, {16 * hour, BucketWidth::quarter_hour},
      {4 * day, BucketWidth::hour},  {15 * day, BucketWidth::six_hours},    {62 * day, BucketWidth::day},
      {2 * year, BucketWidth::week}, {20 * year, BucketWidth::month},
  };
  const auto* const fit = std::ranges::find_if(fits, [&](const Fit& each) { return span <= each.span; });
  return fit == std::end(fits) ? BucketWidth::year : fit->width;
}

struct Dated {
  std::int64_t begin = 0;
  std::uint64_t sessions = 0;
};

// Dated sessions by time, from first to last.
class Stretch {
 public:
  explicit Stretch(const TimeCells::Counts& counts) {
    for (const auto& [key, sessions] : counts) {
      if (key.begin == TimeCells::undated) continue;
      if (all_.empty() || all_.back().begin != key.begin) all_.push_back({key.begin, 0});
      all_.back().sessions += sessions;
      total_ += sessions;
    }
    end_ = all_.size();
    may_leave_ = total_ < fewest_to_judge ? 0 : std::max<std::uint64_t>(1, total_ / most_wrong);
  }

  [[nodiscard]] bool empty() const noexcept { return first_ == end_; }
  [[nodiscard]] std::int64_t front() const { return all_[first_].begin; }
  [[nodiscard]] std::int64_t back() const { return all_[end_ - 1].begin; }

  void leave_wrong_clocks() {
    while (leave_front() || leave_back()) {
    }
  }

 private:
  [[nodiscard]] bool is_apart(std::int64_t gap, std::int64_t spread) const {
    return gap >= year && gap >= times_the_spread * spread;
  }

  bool leave_front() {
    std::uint64_t left = 0;
    for (auto at = first_; at + 1 < end_ && (left += all_[at].sessions) <= may_leave_; ++at) {
      if (!is_apart(all_[at + 1].begin - all_[at].begin, back() - all_[at + 1].begin)) continue;
      first_ = at + 1;
      may_leave_ -= left;
      return true;
    }
    return false;
  }

  bool leave_back() {
    std::uint64_t left = 0;
    for (auto at = end_ - 1; at > first_ && (left += all_[at].sessions) <= may_leave_; --at) {
      if (!is_apart(all_[at].begin - all_[at - 1].begin, all_[at - 1].begin - front())) continue;
      end_ = at;
      may_leave_ -= left;
      return true;
    }
    return false;
  }

  std::vector<Dated> all_;
  std::size_t first_ = 0;
  std::size_t end_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t may_leave_ = 0;
};

}  // namespace

std::int64_t begin_of(std::int64_t second, BucketWidth width) {
  if (width == BucketWidth::week) {
    const auto date = day_of(second);
    return second_of(date - (std::chrono::weekday(date) - std::chrono::Monday));
  }
  if (const auto length = length_of(width); length > 0) return floor_to(second, length);
  const std::chrono::year_month_day date(day_of(second));
  return second_of(width == BucketWidth::month ? sys_days(date.year() / date.month() / 1)
                                               : sys_days(date.year() / std::chrono::January / 1));
}

std::int64_t next_of(std::int64_t begin, BucketWidth width) {
  if (const auto length = length_of(width); length > 0) return begin + length;
  const std::chrono::year_month_day date(day_of(begin));
  return second_of(width == BucketWidth::month ? sys_days((date.year() / date.month() + std::chrono::months{1}) / 1)
                                               : sys_days((date.year() + std::chrono::years{1}) / std::chrono::January / 1));
}

std::string print_begin(std::int64_t begin, BucketWidth width) {
  const std::chrono::year_month_day date(day_of(begin));
  auto text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                          static_cast<unsigned>(date.day()));
  if (width >= BucketWidth::day) return text;
  const auto within = begin - floor_to(begin, day);
  return text + fmt::format("T{:02}:{:02}:00Z", within / hour, within % hour / minute);
}

void TimeCells::add(const Session& session) {
  const bool is_full = width_ == BucketWidth::year && counts_.size() >= limit();
  ++counts_[{.begin = session.begin == undated ? undated : begin_of(session.begin, width_),
             .platform = number_of(session.platform),
             .entity = number_of(is_full ? std::string_view{} : session.entity),
             .cause = number_of(session.cause),
             .outcome = session.outcome}];
  while (counts_.size() > limit() && width_ != BucketWidth::year) widen();
}

std::uint32_t TimeCells::number_of(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto entry = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size())).first;
  names_.push_back(&entry->first);
  return entry->second;
}

void TimeCells::widen() {
  width_ = wider(width_);
  Counts joined;
  for (auto cell = counts_.begin(); cell != counts_.end(); cell = counts_.erase(cell)) {
    auto wide = cell->first;
    if (wide.begin != undated) wide.begin = begin_of(wide.begin, width_);
    joined[wide] += cell->second;
  }
  counts_ = std::move(joined);
}

TimeAxis axis_over(const TimeCells& cells) {
  Stretch stretch(cells.counts());
  if (stretch.empty()) return {};
  stretch.leave_wrong_clocks();
  TimeAxis axis{.width = std::max(width_for(stretch.back() - stretch.front() + minute), cells.width()), .begins = {}};
  const auto last = begin_of(stretch.back(), axis.width);
  for (auto begin = begin_of(stretch.front(), axis.width); begin <= last && axis.begins.size() < most_buckets;
       begin = next_of(begin, axis.width)) {
    axis.begins.push_back(begin);
  }
  return axis;
}

}  // namespace syncdx::batch
