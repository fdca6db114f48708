// One case under the rules' numbers: what the diagnosis lists, whether that is right, and if not, why.
#pragma once

#include "evaluate/examined_cases.hpp"
#include "logs/redact.hpp"
#include "rules/model.hpp"

namespace syncdx::evaluate {

enum class Depth { verdict, reasons };  // `verdict` leaves `excerpt` and `miss` out: a fraction of the work

// Whether the case's trouble is nothing that an integration's user can mend.
[[nodiscard]] bool is_out_of_scope(const rules::RuleSet& rules, const LabelledCase& labelled);

// Whether a cause's id counts as found: it is the label or one of the others.
[[nodiscard]] bool counts_as_found(const LabelledCase& labelled, std::string_view cause);

// Thread safe. Probabilities are as published (base/rounding.hpp), so that figures equal those worked out from JSON reports.
[[nodiscard]] CaseOutcome judge(const rules::RuleSet& rules, const LabelledCase& labelled, const ExaminedCase& examined,
                                Depth depth, const logs::Redactor& redactor);

}  // namespace syncdx::evaluate
