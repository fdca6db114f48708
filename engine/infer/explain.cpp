#include "infer/explain.hpp"

#include "infer/cause_odds.hpp"
#include "infer/evidence.hpp"
#include "infer/graph.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace syncdx::infer {
namespace {

double bans(double log_odds) { return log_odds / std::numbers::ln10; }

double log_odds_under(const CausalNetwork& network, std::span<const State> states, CauseId cause, const InferOptions& options) {
  const std::array only{cause};
  return cause_odds(network, states, {.only = only}, options).log_odds[cause];
}

// Known findings of the causes that present findings connect with this one. All others leave its odds as they are.
std::vector<FindingId> telling_findings(const CausalNetwork& network, std::span<const State> states, CauseId cause) {
  std::vector<bool> present;
  for (const auto state : states) present.push_back(state == State::present);
  const std::array start{cause};
  std::vector<FindingId> findings;
  for (const auto near : reachable(network, present, start).causes) {
    for (const auto& link : network.links_of_cause(near)) {
      if (states[link.finding] != State::unknown) findings.push_back(link.finding);
    }
  }
  std::ranges::sort(findings);
  findings.erase(std::ranges::unique(findings).begin(), findings.end());
  return findings;
}

}  // namespace

Explanation explain(const CausalNetwork& network, std::span<const State> states, CauseId cause, const InferOptions& options) {
  Explanation explanation{.cause = cause};
  const double prior = log_odds_of(network.prior(cause));
  std::vector<State> entered(network.findings(), State::unknown);
  for (const auto finding : telling_findings(network, states, cause)) {
    entered[finding] = states[finding];
    const double alone = bans(log_odds_under(network, entered, cause, options) - prior);
    entered[finding] = State::unknown;
    explanation.weights.push_back({.finding = finding, .state = states[finding], .alone = alone});
  }
  std::ranges::stable_sort(explanation.weights, std::ranges::greater{},
                           [](const Weight& weight) { return std::abs(weight.alone); });
  double before = prior;
  for (auto& weight : explanation.weights) {
    entered[weight.finding] = weight.state;
    const double after = log_odds_under(network, entered, cause, options);
    weight.weight = bans(after - before);
    before = after;
  }
  explanation.prior_log_odds = bans(prior);
  explanation.posterior_log_odds = bans(before);
  return explanation;
}

}  // namespace syncdx::infer
