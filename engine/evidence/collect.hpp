// Blocks in, evidence out: scans a block with all patterns at once, then looks only at the lines that were hit. One Collector
// per thread; the evidence of several is merged.
#pragma once

#include "evidence/pattern_table.hpp"
#include "evidence/summary.hpp"
#include "logs/input.hpp"
#include "match/program.hpp"
#include "rules/model.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace syncdx::evidence {

// What collecting needs of the rules, made once: symptoms' conditions ready to run. Immutable; safe from many threads.
class CollectPlan {
 public:
  // `rules` must outlive the plan; `program` is compiled from table().patterns().
  CollectPlan(const rules::RuleSet& rules, PatternTable table, match::MatchProgram program);
  CollectPlan(CollectPlan&&) noexcept;
  CollectPlan& operator=(CollectPlan&&) noexcept;
  ~CollectPlan();

  // The same compiled program under other rules and another table over the same patterns: what a small change of the rules,
  // such as a pattern taken from a symptom, would collect, without compiling anything. `rules` must outlive the new plan.
  [[nodiscard]] CollectPlan with(const rules::RuleSet& rules, PatternTable table) const;

  [[nodiscard]] const rules::RuleSet& rules() const noexcept;
  [[nodiscard]] const PatternTable& table() const noexcept;
  [[nodiscard]] const match::MatchProgram& program() const noexcept;

  // Whether `symptom`'s hit by `pattern` on `line` stands: no `unless` pattern matches, and it is not said in the negative. If
  // so, where the pattern matches; no value otherwise.
  [[nodiscard]] std::optional<std::size_t> holds(rules::SymptomIndex symptom, std::size_t pattern, std::string_view line) const;

 private:
  CollectPlan(const rules::RuleSet& rules, PatternTable table, std::shared_ptr<const match::MatchProgram> program);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What the hits of one line amount to.
struct JudgedLine {
  struct Seen {
    rules::SymptomIndex symptom;
    std::size_t pattern;  // the first that stands
  };
  std::vector<Seen> seen;              // once each; hits that do not stand are left out
  std::vector<std::size_t> platforms;  // that the line names
  bool handled = false;                // it says that an error was handled
  bool loud = false;                   // an ordinary symptom, and not as mere information
  bool unmatched = false;              // it reports an error that no ordinary symptom explains
};

// Judges `line` by its hits (of one line, any order) into `judged`, whose memory is used again.
void judge_line(const CollectPlan& plan, std::string_view line, std::span<const match::LineHit> hits, JudgedLine& judged);

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
  LogEvidence evidence_;
  JudgedLine judged_;
};

}  // namespace syncdx::evidence
