// The counts over time, by platform, by entity and by cause.
#include "batch/summarise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace syncdx::batch {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t most_days = 62;
constexpr std::int64_t most_days_of_weeks = 731;

std::string print_day(sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

sys_days begin_of(std::int64_t day, BucketWidth width) {
  const sys_days date{days{day}};
  if (width == BucketWidth::day) return date;
  if (width == BucketWidth::week) return date - (std::chrono::weekday(date) - std::chrono::Monday);
  const std::chrono::year_month_day parts(date);
  return sys_days(parts.year() / parts.month() / 1);
}

sys_days next_of(sys_days begin, BucketWidth width) {
  if (width == BucketWidth::day) return begin + days{1};
  if (width == BucketWidth::week) return begin + days{7};
  const std::chrono::year_month_day parts(begin);
  return sys_days((parts.year() / parts.month() + std::chrono::months{1}) / 1);
}

void count(OutcomeCounts& counts, Outcome outcome, std::uint64_t sessions) {
  auto& place = outcome == Outcome::healthy       ? counts.healthy
                : outcome == Outcome::recovered   ? counts.recovered
                : outcome == Outcome::failed      ? counts.failed
                : outcome == Outcome::unexplained ? counts.unexplained
                                                  : counts.unfinished;
  place += sessions;
}

// Groups by name, the largest first.
void sort_groups(std::vector<GroupCount>& groups) {
  std::ranges::sort(groups, [](const auto& a, const auto& b) {
    return a.outcomes.total() != b.outcomes.total() ? a.outcomes.total() > b.outcomes.total() : a.name < b.name;
  });
}

using GroupIndex = std::unordered_map<std::string_view, std::uint32_t>;

GroupIndex index_of(const std::vector<GroupCount>& groups) {
  GroupIndex index;
  for (const auto& group : groups) index.emplace(group.name, static_cast<std::uint32_t>(index.size()));
  return index;
}

}  // namespace

void Summariser::finish_buckets() {
  // Causes first: all else is parallel to them.
  std::vector<std::pair<std::string, CauseTally>> causes(causes_.begin(), causes_.end());
  std::ranges::stable_sort(causes, std::greater{}, [](const auto& entry) { return entry.second.count.sessions; });
  std::map<std::string, std::uint32_t, std::less<>> cause_index;
  for (auto& [name, tally] : causes) {
    cause_index.emplace(name, static_cast<std::uint32_t>(summary_.causes.size()));
    tally.count.mean_probability = tally.probability_sum / static_cast<double>(tally.count.sessions);
    summary_.causes.push_back(std::move(tally.count));
  }

  std::map<std::string, GroupCount> platforms;
  std::map<std::string, GroupCount> entities;
  std::set<std::int64_t> dated;
  const auto add = [&](std::map<std::string, GroupCount>& groups, const std::string& name, const CellKey& cell,
                       std::uint64_t sessions) {
    auto& group = groups[name];
    group.name = name;
    group.by_cause.resize(summary_.causes.size());
    count(group.outcomes, cell.outcome, sessions);
    if (!cell.cause.empty()) group.by_cause[cause_index.at(cell.cause)] += sessions;
  };
  for (const auto& [cell, sessions] : cells_) {
    if (cell.day != undated) dated.insert(cell.day);
    add(platforms, cell.platform, cell, sessions);
    add(entities, cell.entity, cell, sessions);
  }
  for (auto& [name, group] : platforms) {
    group.retries = platform_retries_[name];
    group.median_seconds = platform_durations_[name].median();
    summary_.platforms.push_back(std::move(group));
  }
  for (auto& [name, group] : entities) {
    group.retries = entity_retries_[name];
    group.median_seconds = entity_durations_[name].median();
    summary_.entities.push_back(std::move(group));
  }
  sort_groups(summary_.platforms);
  sort_groups(summary_.entities);
  const auto platform_index = index_of(summary_.platforms);
  const auto entity_index = index_of(summary_.entities);

  std::map<sys_days, std::uint32_t> bucket_index;
  if (!dated.empty()) {
    const auto span = *dated.rbegin() - *dated.begin() + 1;
    summary_.bucket_width = span <= most_days            ? BucketWidth::day
                            : span <= most_days_of_weeks ? BucketWidth::week
                                                         : BucketWidth::month;
    const auto last = begin_of(*dated.rbegin(), summary_.bucket_width);
    // A wrong clock must not make a million empty months.
    constexpr std::size_t most_buckets = 2400;
    for (auto begin = begin_of(*dated.begin(), summary_.bucket_width); begin <= last && summary_.buckets.size() < most_buckets;
         begin = next_of(begin, summary_.bucket_width)) {
      bucket_index.emplace(begin, static_cast<std::uint32_t>(summary_.buckets.size()));
      summary_.buckets.push_back(
          {.begin = print_day(begin), .outcomes = {}, .by_cause = std::vector<std::uint64_t>(summary_.causes.size())});
    }
  }
  std::map<std::array<std::uint32_t, 5>, std::uint64_t> cells;
  for (const auto& [cell, sessions] : cells_) {
    auto bucket = Cell::none;
    if (cell.day != undated) {
      const auto found = bucket_index.find(begin_of(cell.day, summary_.bucket_width));
      if (found != bucket_index.end()) bucket = found->second;
    }
    const auto cause = cell.cause.empty() ? Cell::none : cause_index.at(cell.cause);
    if (bucket != Cell::none) {
      count(summary_.buckets[bucket].outcomes, cell.outcome, sessions);
      if (cause != Cell::none) summary_.buckets[bucket].by_cause[cause] += sessions;
    }
    cells[{bucket, platform_index.at(cell.platform), entity_index.at(cell.entity), cause,
           static_cast<std::uint32_t>(cell.outcome)}] += sessions;
  }
  for (const auto& [key, sessions] : cells) {
    summary_.cells.push_back({key[0], key[1], key[2], key[3], static_cast<Outcome>(key[4]), sessions});
  }
}

}  // namespace syncdx::batch
