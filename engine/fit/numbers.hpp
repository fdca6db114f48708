// The numbers that are fitted, each once: a prior or strength that a refinement inherits is its general cause's.
#pragma once

#include "fit/number_places.hpp"
#include "rules/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::evaluate {

struct Number {
  rules::CauseIndex cause = 0;                   // in whose item it stands
  std::optional<rules::SymptomIndex> symptom{};  // none: the prior
  double author = 0;
  NumberPlace place{};
};

struct Numbers {
  std::vector<Number> list;
  std::vector<std::size_t> prior_of;                  // rule cause -> number
  std::vector<std::vector<std::size_t>> strength_of;  // rule cause, position in its `shows` -> number
};

// Fails with E006 if a number of the rules stands in none of the items.
[[nodiscard]] Result<Numbers> collect_numbers(const rules::RuleSet& rules, const CauseItems& items);

// The rules with these values, one per number, in place of the authors'.
[[nodiscard]] rules::RuleSet with_numbers(const rules::RuleSet& rules, const Numbers& numbers,
                                          const std::vector<double>& values);

// As it would be written: two significant digits, between .0001 and .999; the author's own number where that is as near as
// makes no difference (strengths: .02; priors: a tenth).
[[nodiscard]] double as_written(const Number& number, double value);

// ".85", ".0042"
[[nodiscard]] std::string in_digits(double value);

}  // namespace syncdx::evaluate
