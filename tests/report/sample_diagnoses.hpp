// Hand-made diagnoses for the report tests.
#pragma once

#include "syncdx/diagnosis.hpp"

#include <span>
#include <string>

namespace syncdx::report::samples {

[[nodiscard]] Diagnosis rate_limited();  // one clear issue, evidence for and against, repairs, a test, an escalation
[[nodiscard]] Diagnosis
undecided();                        // several weak causes, approximate, an excerpt, unmatched errors, notes, something outside
[[nodiscard]] Diagnosis healthy();  // a whole log without a fault
[[nodiscard]] Diagnosis empty_log();
[[nodiscard]] Diagnosis hostile();  // markup, control characters, invalid UTF-8 and endless words in every text

struct Sample {
  std::string name;
  Diagnosis diagnosis;
};
[[nodiscard]] std::span<const Sample> all();

}  // namespace syncdx::report::samples
