// The odds of causes under the evidence: all that the posterior, its explanation and its changes are made of. Internal to
// infer.
#pragma once

#include "infer/posterior.hpp"

#include <span>
#include <vector>

namespace syncdx::infer {

struct Question {
  std::span<const std::vector<CauseId>> groups = {};
  std::span<const CauseId> only = {};  // if not empty, causes whose components matter; others keep their folded odds
};

struct GroupAnswer {
  double log_none = 0;         // ln P(no cause of the group | findings)
  double log_error_ratio = 0;  // ln of the factor by which the group's odds may be off, up or down
};

struct CauseOdds {
  std::vector<double> log_odds;         // natural, one per cause
  std::vector<double> log_error_ratio;  // ln of the factor by which the odds may be off, one per cause; 0 where exact
  std::vector<GroupAnswer> groups;      // one per group
  double log_likelihood = 0;            // ln P(findings); meaningless if `only` was given
  bool exact = true;
};

// Findings are dropped, and the ratios set, where a component's largest table would exceed `options.max_table`.
[[nodiscard]] CauseOdds cause_odds(const CausalNetwork& network, std::span<const State> states, const Question& question,
                                   const InferOptions& options);

}  // namespace syncdx::infer
