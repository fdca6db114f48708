// When something happened, within bounded memory: counts per bucket of time. The bucket width is the smallest power of two
// seconds with which at most `capacity` buckets are in use; so it depends only on the set of times, not on the order in which
// they came or on how the input was cut, and merge is associative and commutative. Test: tests/evidence/time_buckets_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace syncdx::evidence {

class TimeBuckets {
 public:
  static constexpr std::size_t capacity = 256;

  // One event at `second` (since 1970, UTC).
  void add(std::int64_t second);
  void merge(const TimeBuckets& other);

  // The largest number of events within any window of `seconds` (> 0): exact while buckets are one second wide; once wider, the
  // events are taken as evenly spread over their bucket.
  [[nodiscard]] std::uint64_t most_within(std::uint32_t seconds) const;

  [[nodiscard]] std::int64_t width() const noexcept { return std::int64_t{1} << shift_; }

  // What is kept: bucket number (second >> shift) -> events, and the shift.
  [[nodiscard]] const std::map<std::int64_t, std::uint64_t>& counts() const noexcept { return counts_; }
  [[nodiscard]] unsigned shift() const noexcept { return shift_; }

  // The same buckets again; nothing if no set of times has them (more than `capacity`, a time past the year 36,000, an empty
  // bucket).
  [[nodiscard]] static std::optional<TimeBuckets> restore(unsigned shift, std::map<std::int64_t, std::uint64_t> counts);

  bool operator==(const TimeBuckets&) const = default;

 private:
  void widen_to(unsigned shift);
  void widen_while_full();

  std::map<std::int64_t, std::uint64_t> counts_;  // bucket number (second >> shift_) -> events
  unsigned shift_ = 0;
};

}  // namespace syncdx::evidence
