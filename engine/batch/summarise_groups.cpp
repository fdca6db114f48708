// The counts over time, by platform, by entity and by cause.
#include "batch/summarise.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace syncdx::batch {
namespace {

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

CauseCount Summariser::finish_cause(CauseTally tally) {
  auto count = std::move(tally.count);
  count.mean_probability = tally.probability_sum / static_cast<double>(count.sessions);
  for (const auto& [name, sessions] : tally.platforms) count.platforms.push_back({name, sessions});
  std::ranges::stable_sort(count.platforms, std::greater{}, &PlatformCount::sessions);
  const auto usual = std::ranges::max_element(tally.first_steps, {}, [](const auto& step) { return step.second.sessions; });
  count.first_step = usual->first;
  count.first_step_sessions = usual->second.sessions;
  count.example = std::move(usual->second.example);
  return count;
}

Summariser::CauseNumbers Summariser::finish_causes() {
  std::vector<std::pair<std::string, CauseTally>> causes(causes_.begin(), causes_.end());
  std::ranges::stable_sort(causes, std::greater{}, [](const auto& entry) { return entry.second.count.sessions; });
  CauseNumbers numbers;
  for (auto& [name, tally] : causes) {
    numbers.emplace(name, static_cast<std::uint32_t>(summary_.causes.size()));
    summary_.causes.push_back(finish_cause(std::move(tally)));
  }
  return numbers;
}

void Summariser::finish_groups(const CauseNumbers& causes) {
  std::map<std::string, GroupCount> platforms;
  std::map<std::string, GroupCount> entities;
  const auto add = [&](std::map<std::string, GroupCount>& groups, const std::string& name, const TimeCells::Key& cell,
                       std::uint64_t sessions) {
    auto& group = groups[name];
    group.name = name;
    group.by_cause.resize(summary_.causes.size());
    count(group.outcomes, cell.outcome, sessions);
    if (const auto& cause = cells_.name(cell.cause); !cause.empty()) group.by_cause[causes.at(cause)] += sessions;
  };
  for (const auto& [cell, sessions] : cells_.counts()) {
    add(platforms, cells_.name(cell.platform), cell, sessions);
    add(entities, cells_.name(cell.entity), cell, sessions);
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
}

void Summariser::finish_buckets(const CauseNumbers& causes) {
  const auto axis = axis_over(cells_);
  summary_.bucket_width = axis.width;
  std::unordered_map<std::int64_t, std::uint32_t> bucket_index;
  for (const auto begin : axis.begins) {
    bucket_index.emplace(begin, static_cast<std::uint32_t>(summary_.buckets.size()));
    summary_.buckets.push_back({.begin = print_begin(begin, axis.width),
                                .outcomes = {},
                                .by_cause = std::vector<std::uint64_t>(summary_.causes.size())});
  }
  const auto bucket_of = [&](std::int64_t begin) {
    const auto found = begin == TimeCells::undated ? bucket_index.end() : bucket_index.find(begin_of(begin, axis.width));
    return found == bucket_index.end() ? Cell::none : found->second;
  };
  const auto platform_index = index_of(summary_.platforms);
  const auto entity_index = index_of(summary_.entities);
  std::map<std::array<std::uint32_t, 5>, std::uint64_t> cells;
  for (const auto& [key, sessions] : cells_.counts()) {
    const auto bucket = bucket_of(key.begin);
    const auto& cause_key = cells_.name(key.cause);
    const auto cause = cause_key.empty() ? Cell::none : causes.at(cause_key);
    if (bucket != Cell::none) {
      count(summary_.buckets[bucket].outcomes, key.outcome, sessions);
      if (cause != Cell::none) summary_.buckets[bucket].by_cause[cause] += sessions;
    } else if (key.begin != TimeCells::undated) {
      summary_.outlying_sessions += sessions;
    }
    cells[{bucket, platform_index.at(cells_.name(key.platform)), entity_index.at(cells_.name(key.entity)), cause,
           static_cast<std::uint32_t>(key.outcome)}] += sessions;
  }
  for (const auto& [key, sessions] : cells) {
    summary_.cells.push_back({key[0], key[1], key[2], key[3], static_cast<Outcome>(key[4]), sessions});
  }
}

}  // namespace syncdx::batch
