// Labelled cases scanned once: their findings depend on the rules' patterns, not on their numbers, so that figures under other
// priors and strengths need no second scan.
#pragma once

#include "diagnose/load.hpp"
#include "evidence/findings.hpp"
#include "syncdx/evaluate.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncdx::evaluate {

struct ExaminedCase {
  std::string platform;         // that it is diagnosed for
  evidence::Findings findings;  // by symptom; empty after a failure
  std::optional<Diagnostic> failure;
};

// One per case, in order.
[[nodiscard]] std::vector<ExaminedCase> examine_cases(const Knowledge& knowledge, std::span<const LabelledCase> cases,
                                                      const EvaluateOptions& options);

}  // namespace syncdx::evaluate
