// Blocks in, evidence out: scans a block with all patterns at once, then looks only at the lines that were hit. One Collector
// per thread; the evidence of several is merged.
#pragma once

#include "evidence/line_judge.hpp"
#include "evidence/summary.hpp"
#include "logs/input.hpp"

#include <optional>
#include <string_view>

namespace syncdx::evidence {

// The time of `line`: its own, or that of one of the few lines directly before it, whose bytes (whole lines, each with its
// newline) are the end of `before`. Looks back less far than a block's context reaches.
[[nodiscard]] std::optional<logs::TimePoint> time_of_line(std::string_view before, std::string_view line);

// `line` as a sample at `place`, a window around byte `match` where it is very long.
[[nodiscard]] Sample make_sample(const Place& place, std::string_view line, std::size_t match,
                                 std::optional<logs::TimePoint> time);

class Collector {
 public:
  // `plan` must outlive the collector.
  explicit Collector(const CollectPlan& plan);

  void add(const logs::Block& block);

  // What was collected so far, valid until the next add.
  [[nodiscard]] const LogEvidence& evidence() const noexcept { return evidence_; }

 private:
  struct LineHits;
  void add_line(const logs::Block& block, const LineHits& hits, std::uint64_t line_number);

  const CollectPlan& plan_;
  match::Scanner scanner_;
  LineJudge judge_;
  LogEvidence evidence_;
};

}  // namespace syncdx::evidence
