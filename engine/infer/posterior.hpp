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
  // Likewise for the multiplications of an answer, as estimated: about three passes over a component, and one more per group.
  // The default takes some seconds at most.
  double max_multiplications = 3e8;
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

// For questions that ask again and again under other findings: an answer stays near a millisecond.
inline constexpr InferOptions quick_answer{.max_table = std::size_t{1} << 12U, .max_multiplications = 2e6};

// The findings that `infer` would use under `options`: `states`, with unknown in place of those that it would drop.
[[nodiscard]] std::vector<State> tractable_states(const CausalNetwork& network, std::span<const State> states,
                                                  const InferOptions& options = {});

}  // namespace syncdx::infer
