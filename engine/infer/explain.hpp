// Why a cause is, or is not, believed: weight by weight, and the smallest change that would alter the answer.
#pragma once

#include "infer/posterior.hpp"

#include <optional>
#include <span>
#include <vector>

namespace syncdx::infer {

// One finding's share. Weights are log10 of the factor by which the finding changes the cause's odds when the findings are
// entered one after another, in the order listed; so prior_log_odds + sum of weights = posterior_log_odds exactly.
// Order: by the weight each has alone, strongest first, ties by index. (Weight of evidence: Good 1950; Jaynes 2003 ch. 4.)
struct Weight {
  FindingId finding = 0;
  State state = State::unknown;
  double weight = 0;  // bans (log10 odds), entered in this order
  double alone = 0;   // bans, if it were the only finding
};

struct Explanation {
  CauseId cause = 0;
  double prior_log_odds = 0;      // log10
  std::vector<Weight> weights;    // findings that are present or absent and touch the cause's component
  double posterior_log_odds = 0;  // log10
};

[[nodiscard]] Explanation explain(const CausalNetwork& network, std::span<const State> states, CauseId cause,
                                  const InferOptions& options = {});

// A finding's state changed.
struct Change {
  FindingId finding = 0;
  State to = State::unknown;
};

// The smallest set of changes (one, else two) after which another cause than the first among `candidates` leads; of equals the
// one that leaves the old leader weakest. Considered: a known finding taken back to unknown, an unknown one becoming present
// or absent. Empty if neither one nor two changes do.
[[nodiscard]] std::vector<Change> smallest_change(const CausalNetwork& network, std::span<const State> states,
                                                  std::span<const CauseId> candidates, const InferOptions& options = {});

}  // namespace syncdx::infer
