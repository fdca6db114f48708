// How likely each action is to mend what is wrong, given the findings. Internal to advise.
#pragma once

#include "advise/plan.hpp"

#include <span>
#include <vector>

namespace syncdx::advise {

struct Chances {
  std::vector<double> causes;   // P(cause | findings); 0 for causes that no finding speaks for
  std::vector<double> success;  // one per action: sum of P(cause) * fix, at most P(any of its causes)
  std::vector<double> share;    // one per action: success over the plain sum, 1 where the sum was not capped
  double log_likelihood = 0;    // ln P(findings)
};

// A cause that the findings do not make likelier than it was before them is not mended on suspicion: what is common anyhow
// ("too many calls") would else fill every plan.
[[nodiscard]] Chances chances(const infer::CausalNetwork& network, std::span<const infer::State> states,
                              std::span<const Action> actions);

}  // namespace syncdx::advise
