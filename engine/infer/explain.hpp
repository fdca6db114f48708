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
// Where so many findings hang together that answering once for each would take long (`quick_answer`), the least telling ones
// come last, entered together: each is listed with a part of their joint weight, in proportion to what it weighs alone.
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

// Which weights are worked out. Of `present`: the same weights, of present findings only, and without the posterior (NaN) where
// what comes after the last of them is left out. It saves most of the work where many things were looked for and few seen.
enum class Wanted { all, present };

class Explainer {
 public:
  // `network` and `states` must outlive it.
  Explainer(const CausalNetwork& network, std::span<const State> states, const InferOptions& options = {});

  [[nodiscard]] Explanation explain(CauseId cause, Wanted wanted = Wanted::all) const;

 private:
  [[nodiscard]] double alone(const Weight& entry, CauseId cause) const;

  const CausalNetwork& network_;
  std::span<const State> states_;
  InferOptions options_;
  std::vector<State> tractable_;       // what can be entered one after another
  std::vector<double> full_log_odds_;  // natural, one per cause; empty if that is all of `states`
};

// A finding's state changed.
struct Change {
  FindingId finding = 0;
  State to = State::unknown;
};

// The smallest set of changes (one, else two) after which another cause than the first among `candidates` leads; of equals the
// one that leaves the old leader weakest. Considered: a known finding taken back to unknown, an unknown one becoming present
// or absent. Empty if neither one nor two changes do, or if the search would take long (findings beyond `quick_answer`).
[[nodiscard]] std::vector<Change> smallest_change(const CausalNetwork& network, std::span<const State> states,
                                                  std::span<const CauseId> candidates, const InferOptions& options = {});

}  // namespace syncdx::infer
