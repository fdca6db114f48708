// From labelled, examined cases to what expectation-maximisation takes.
#pragma once

#include "evaluate/examined_cases.hpp"
#include "fit/expectation.hpp"
#include "fit/numbers.hpp"

#include <optional>
#include <vector>

namespace syncdx::evaluate {

// Nothing if the case could not be examined, or if the rules hold no cause of that id on its platform. A case out of scope
// whose cause the rules do not know has no active cause. `unseen`: as in FitOptions.
[[nodiscard]] std::optional<FitCase> fit_case(const rules::RuleSet& rules, const Numbers& numbers, const LabelledCase& labelled,
                                              const ExaminedCase& examined, double unseen);

}  // namespace syncdx::evaluate
