// What collecting evidence from logs needs of the rules.
#pragma once

#include "evidence/pattern_table.hpp"
#include "match/program.hpp"
#include "rules/model.hpp"

#include <cstddef>
#include <memory>
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

  // Whether `symptom`'s hit by `pattern` on `line` stands: it is neither excluded nor denied.
  [[nodiscard]] bool holds(rules::SymptomIndex symptom, match::PatternIndex pattern, std::string_view line) const {
    return !is_excluded(symptom, line) && !is_denied(symptom, pattern, line);
  }

  // Whether an `unless` pattern of `symptom` matches `line`.
  [[nodiscard]] bool is_excluded(rules::SymptomIndex symptom, std::string_view line) const;

  // Whether `line` says where `pattern` matches, or does not match any more, that it is not so (rules/negation.hpp).
  [[nodiscard]] bool is_denied(rules::SymptomIndex symptom, match::PatternIndex pattern, std::string_view line) const;

 private:
  CollectPlan(const rules::RuleSet& rules, PatternTable table, std::shared_ptr<const match::MatchProgram> program);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::evidence
