// The odds of causes under the evidence: all that the posterior, its explanation and its changes are made of. Internal to
// infer.
#pragma once

#include "infer/posterior.hpp"

#include <memory>
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

// The odds of one cause while findings are entered one after another: at any time what cause_odds gives for those entered so
// far, but only what they touch is computed anew, and only when it is asked for. For one thread.
class EnteringOdds {
 public:
  // `network` must outlive it.
  EnteringOdds(const CausalNetwork& network, CauseId cause, const InferOptions& options);
  EnteringOdds(EnteringOdds&&) noexcept;
  ~EnteringOdds();

  // Each finding at most once.
  void enter(FindingId finding, State state);

  // The cause's odds now, as a natural logarithm.
  [[nodiscard]] double log_odds();

 private:
  struct Solved;  // the cause's component

  void connect();
  [[nodiscard]] double solve();

  const CausalNetwork& network_;
  CauseId cause_;
  InferOptions options_;
  std::vector<State> states_;
  std::vector<bool> included_;      // present findings that a cause shows
  std::vector<double> log_odds_;    // of every cause, absent findings folded in
  std::vector<bool> in_component_;  // causes
  std::unique_ptr<Solved> component_;
  double answer_;
  bool stale_ = false;  // answer_ is
};

}  // namespace syncdx::infer
