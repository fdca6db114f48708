// Figures over judged cases.
#pragma once

#include "syncdx/evaluate.hpp"

#include <span>

namespace syncdx::evaluate {

[[nodiscard]] Figures figures_of(std::span<const CaseOutcome> outcomes);
[[nodiscard]] Confusion confusion_of(std::span<const CaseOutcome> outcomes);
[[nodiscard]] std::optional<Temperature> best_temperature(std::span<const CaseOutcome> outcomes);

// Each figure that is one number, by its name in the JSON.
[[nodiscard]] std::map<std::string, double> named_figures(const Figures& figures);

}  // namespace syncdx::evaluate
