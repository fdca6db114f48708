// The evidence on a network, put into the form that is computed with: absent findings folded into the causes' odds. Internal to
// infer.
#pragma once

#include "infer/network.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace syncdx::infer {

// Nothing is held for quite impossible (Cromwell's rule, Lindley 1985): a leak counts as at least this, a strength as at most 1
// less this. So contradictory evidence (a present finding that nothing can bring about) still has an answer.
inline constexpr double least_probability = 1e-12;

[[nodiscard]] inline double counted_leak(double leak) { return std::max(leak, least_probability); }
[[nodiscard]] inline double counted_miss(double strength) { return std::max(1 - strength, least_probability); }

// 1 / (1 + exp(-log_odds)), accurate at both ends.
[[nodiscard]] inline double probability_of(double log_odds) {
  const double small = std::exp(-std::abs(log_odds));
  return log_odds < 0 ? small / (1 + small) : 1 / (1 + small);
}

// ln of the above.
[[nodiscard]] inline double log_probability_of(double log_odds) {
  const double rest = std::log1p(std::exp(-std::abs(log_odds)));
  return log_odds < 0 ? log_odds - rest : -rest;
}

[[nodiscard]] inline double log_odds_of(double probability) { return std::log(probability) - std::log1p(-probability); }

// Probability that one of two independent things happens, without a subtraction that could cancel.
[[nodiscard]] inline double either(double a, double b) { return a + (1 - a) * b; }

struct FoldedEvidence {
  std::vector<double> log_odds;  // natural; of each cause, given the absent findings
  double log_likelihood = 0;     // ln P(absent findings)
};

// Absent findings leave the causes independent: p' = p * prod(1 - w) / (p * prod(1 - w) + 1 - p). Heckerman 1989, section 3.
[[nodiscard]] FoldedEvidence fold_absent(const CausalNetwork& network, std::span<const State> states);

// Bounds of ln P(finding present | causes) over all states of the causes: only its leak; all its causes.
struct LogRange {
  double low = 0;
  double high = 0;
};
[[nodiscard]] LogRange log_range(const CausalNetwork& network, FindingId finding);

}  // namespace syncdx::infer
