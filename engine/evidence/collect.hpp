// Blocks in, evidence out: scans a block with all patterns at once, then looks only at the lines that were hit. One Collector
// per thread; the evidence of several is merged.
#pragma once

#include "evidence/pattern_table.hpp"
#include "evidence/summary.hpp"
#include "logs/input.hpp"
#include "match/program.hpp"
#include "rules/model.hpp"

#include <memory>
#include <span>
#include <string_view>

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
};

}  // namespace syncdx::evidence
