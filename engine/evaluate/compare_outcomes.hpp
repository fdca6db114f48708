// One case under two runs.
#pragma once

#include "syncdx/evaluate.hpp"

#include <string>

namespace syncdx::evaluate {

// "rate_limited 0.93, any.rate_limited.request_rate_exceeded; right cause no. 1", the last only where one is known
[[nodiscard]] std::string in_words(const CaseOutcome& outcome);

// By the issue first, then by the right cause's rank. Out of scope nothing is better or worse.
[[nodiscard]] Turn turn_between(const CaseOutcome& before, const CaseOutcome& after);

// Whether the first issue, the first cause or the right cause's rank is another.
[[nodiscard]] bool answers_differ(const CaseOutcome& before, const CaseOutcome& after);

}  // namespace syncdx::evaluate
