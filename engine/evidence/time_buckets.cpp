#include "evidence/time_buckets.hpp"

#include <algorithm>
#include <utility>

namespace syncdx::evidence {

void TimeBuckets::add(std::int64_t second) {
  ++counts_[second >> shift_];
  widen_while_full();
}

void TimeBuckets::merge(const TimeBuckets& other) {
  widen_to(std::max(shift_, other.shift_));
  for (const auto& [bucket, count] : other.counts_) counts_[bucket >> (shift_ - other.shift_)] += count;
  widen_while_full();
}

std::optional<TimeBuckets> TimeBuckets::restore(unsigned shift, std::map<std::int64_t, std::uint64_t> counts) {
  // So that no later widening goes beyond 63: seconds of any time that a log may show are far below.
  constexpr unsigned widest = 40;
  constexpr std::int64_t latest = std::int64_t{1} << 40U;
  const auto wrong = [&](const auto& bucket) {
    return bucket.second == 0 || bucket.first > (latest >> shift) || bucket.first < -(latest >> shift) - 1;
  };
  if (shift > widest || counts.size() > capacity || (counts.empty() && shift > 0) || std::ranges::any_of(counts, wrong)) {
    return std::nullopt;
  }
  TimeBuckets restored;
  restored.shift_ = shift;
  restored.counts_ = std::move(counts);
  return restored;
}

void TimeBuckets::widen_to(unsigned shift) {
  if (shift == shift_) return;
  std::map<std::int64_t, std::uint64_t> wider;
  for (const auto& [bucket, count] : counts_) wider[bucket >> (shift - shift_)] += count;
  counts_ = std::move(wider);
  shift_ = shift;
}

void TimeBuckets::widen_while_full() {
  while (counts_.size() > capacity) widen_to(shift_ + 1);
}

std::uint64_t TimeBuckets::most_within(std::uint32_t seconds) const {
  const std::int64_t span = std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds) >> shift_);
  std::uint64_t inside = 0;
  std::uint64_t most = 0;
  auto oldest = counts_.begin();
  for (const auto& [bucket, count] : counts_) {
    inside += count;
    while (oldest->first + span <= bucket) inside -= (oldest++)->second;
    most = std::max(most, inside);
  }
  const auto bucket_width = static_cast<std::uint64_t>(width());
  return seconds >= bucket_width ? most : most * seconds / bucket_width;
}

}  // namespace syncdx::evidence
