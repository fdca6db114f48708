// What collecting evidence from logs needs of the rules.
#pragma once

#include "evidence/pattern_table.hpp"
#include "match/program.hpp"
#include "rules/model.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace syncdx::evidence {

// Made once: symptoms' conditions ready to run. Immutable; safe from many threads.
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

}  // namespace syncdx::evidence
