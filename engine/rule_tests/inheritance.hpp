// What a refinement says itself, and what it has from the general cause that it refines: one place in a rule file for both.
#pragma once

#include "rules/model.hpp"

#include <algorithm>
#include <vector>

namespace syncdx::rule_tests {

// How often the cause shows the symptom. In [0,1]; 0 if it does not.
[[nodiscard]] inline double strength_of(const rules::Cause& cause, rules::SymptomIndex symptom) {
  const auto found = std::ranges::find(cause.shows, symptom, &rules::Strength::symptom);
  return found == cause.shows.end() ? 0.0 : found->probability;
}

// Whether the cause says `part(cause)` itself: it does not where the general cause that it refines has the same.
template <typename Part>
[[nodiscard]] bool is_own(const rules::RuleSet& rules, rules::CauseIndex index, Part part) {
  const auto general = rules.causes[index].refines;
  return !general || part(rules.causes[*general]) != part(rules.causes[index]);
}

// `index`, and the refinements that have inherited `part` of it unchanged.
template <typename Part>
[[nodiscard]] std::vector<rules::CauseIndex> with_heirs(const rules::RuleSet& rules, rules::CauseIndex index, Part part) {
  std::vector<rules::CauseIndex> result{index};
  for (rules::CauseIndex i = 0; i < rules.causes.size(); ++i) {
    if (rules.causes[i].refines == index && part(rules.causes[i]) == part(rules.causes[index])) result.push_back(i);
  }
  return result;
}

}  // namespace syncdx::rule_tests
