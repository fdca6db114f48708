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

// What a finding says by itself, in nats. An absent one folds into the prior: no inference is needed.
double alone(const CausalNetwork& network, const Weight& entry, CauseId cause, const InferOptions& options) {
  if (entry.state == State::absent) {
    const auto links = network.links_of_cause(cause);
    const auto link = std::ranges::find(links, entry.finding, &Link::finding);
    return link == links.end() ? 0 : std::log(counted_miss(link->strength));
  }
  std::vector<State> states(network.findings(), State::unknown);
  states[entry.finding] = entry.state;
  return log_odds_under(network, states, cause, options) - log_odds_of(network.prior(cause));
}

}  // namespace

Explanation explain(const CausalNetwork& network, std::span<const State> states, CauseId cause, const InferOptions& options) {
  Explanation explanation{.cause = cause};
  const double prior = log_odds_of(network.prior(cause));
  for (const auto finding : telling_findings(network, states, cause)) {
    Weight entry{.finding = finding, .state = states[finding]};
    entry.alone = bans(alone(network, entry, cause, options));
    explanation.weights.push_back(entry);
  }
  std::ranges::stable_sort(explanation.weights, std::ranges::greater{},
                           [](const Weight& weight) { return std::abs(weight.alone); });
  std::vector<State> entered(network.findings(), State::unknown);
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
