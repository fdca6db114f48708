// Posterior of every cause given the findings' states: exact, component by component (Boost.Graph finds them), by variable
// elimination over the present findings with causal independence, all terms positive (no inclusion-exclusion, so no
// cancellation). Absent findings fold into the priors, unknown ones are left out. Sources: Heckerman 1989 (quickscore; absent
// findings), Zhang & Poole 1996 (causal independence in variable elimination).
#pragma once

#include "infer/network.hpp"

#include <span>
#include <vector>

namespace syncdx::infer {

struct InferOptions {
  // Largest table (entries) before the weakest present findings of a component are dropped and the error bounded.
  std::size_t max_table = std::size_t{1} << 22U;
  // Likewise for the multiplications of one pass over a component, as estimated; an answer takes about three passes and one
  // more per group. The default keeps a component's pass well below a second.
  double max_multiplications = 2e8;
};

struct Posterior {
  std::vector<double> causes;  // P(cause | findings), one per cause
  std::vector<double> groups;  // P(at least one cause of the group | findings), one per group asked for
  double log_likelihood = 0;   // natural log of P(findings); where not exact the middle of its bounds
  bool exact = true;
  double error_bound = 0;  // largest absolute error of any probability above; 0 if exact
};

// `states`: one per finding. `groups`: sets of causes whose disjunction is wanted (an issue's causes; all causes).
[[nodiscard]] Posterior infer(const CausalNetwork& network, std::span<const State> states,
                              std::span<const std::vector<CauseId>> groups, const InferOptions& options = {});

}  // namespace syncdx::infer
