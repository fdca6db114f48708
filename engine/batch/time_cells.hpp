// Sessions by the stretch of time in which they began and by all that the report filters by, in bounded memory. A stretch is a
// minute at first; where the cells grow too many, stretches are joined to longer ones, so a short period keeps its minutes and
// a long one costs no more. What comes out depends on the sessions, not on their order, up to the last resort: when even years
// are too many, further entities are counted under "".
#pragma once

#include "syncdx/batch.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::batch {

// All times are seconds since 1970-01-01T00:00:00Z.

// The begin of the stretch that `second` lies in, and of the stretch after one that begins at `begin`.
[[nodiscard]] std::int64_t begin_of(std::int64_t second, BucketWidth width);
[[nodiscard]] std::int64_t next_of(std::int64_t begin, BucketWidth width);

// "2026-11-20", for widths below a day "2026-11-20T14:15:00Z".
[[nodiscard]] std::string print_begin(std::int64_t begin, BucketWidth width);

// How many cells are kept while stretches are shorter than a day, and while they are not.
struct CellLimits {
  std::size_t within_days = 100'000;
  std::size_t days = 200'000;
};

class TimeCells {
 public:
  static constexpr std::int64_t undated = std::numeric_limits<std::int64_t>::min();

  struct Session {
    std::int64_t begin = undated;
    std::string_view platform;
    std::string_view entity;
    std::string_view cause;  // empty unless failed
    Outcome outcome = Outcome::healthy;
  };
  struct Key {
    std::int64_t begin = undated;  // of the stretch
    std::uint32_t platform = 0;    // number of a name, as the next two
    std::uint32_t entity = 0;
    std::uint32_t cause = 0;
    Outcome outcome = Outcome::healthy;
    auto operator<=>(const Key&) const = default;
  };
  using Counts = std::map<Key, std::uint64_t>;

  explicit TimeCells(CellLimits limits = {}) : limits_(limits) {}

  void add(const Session& session);

  [[nodiscard]] const Counts& counts() const noexcept { return counts_; }
  [[nodiscard]] const std::string& name(std::uint32_t number) const { return *names_[number]; }  // valid while this is
  [[nodiscard]] BucketWidth width() const noexcept { return width_; }                            // of the stretches

 private:
  [[nodiscard]] std::size_t limit() const noexcept { return width_ < BucketWidth::day ? limits_.within_days : limits_.days; }
  std::uint32_t number_of(std::string_view name);
  void widen();

  CellLimits limits_;
  BucketWidth width_ = BucketWidth::minute;
  Counts counts_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<const std::string*> names_;  // keys of numbers_
};

// The columns of a chart over time.
struct TimeAxis {
  BucketWidth width = BucketWidth::day;
  std::vector<std::int64_t> begins;  // without holes
};

// That over the dated cells. The width is the finest that needs no more than some 100 columns. Few sessions that lie a year or
// more apart from all others, and twice as far as these spread, have a wrong clock: the axis leaves them out.
[[nodiscard]] TimeAxis axis_over(const TimeCells& cells);

}  // namespace syncdx::batch
