#include "infer/explain.hpp"

#include "infer/cause_odds.hpp"
#include "infer/evidence.hpp"
#include "infer/graph.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace syncdx::infer {
namespace {

double bans(double log_odds) { return log_odds / std::numbers::ln10; }

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

void share_out(double joint, std::span<Weight> weights) {
  double sum = 0;
  for (const auto& weight : weights) sum += std::abs(weight.alone);
  for (auto& weight : weights) {
    weight.weight = sum > 0 ? joint * std::abs(weight.alone) / sum : joint / static_cast<double>(weights.size());
  }
}

}  // namespace

Explainer::Explainer(const CausalNetwork& network, std::span<const State> states, const InferOptions& options)
    : network_(network), states_(states), options_(options), tractable_(tractable_states(network, states, quick_answer)) {
  if (!std::ranges::equal(tractable_, states_)) full_log_odds_ = cause_odds(network_, states_, {}, options_).log_odds;
}

// What a finding says by itself, in nats: ln of P(finding | cause) / P(finding | no cause), all other causes at their priors.
double Explainer::alone(const Weight& entry, CauseId cause) const {
  const auto links = network_.links_of_finding(entry.finding);
  const auto own = std::ranges::find(links, cause, &Link::cause);
  if (own == links.end()) return 0;
  const double miss = counted_miss(own->strength);
  if (entry.state == State::absent) return std::log(miss);
  double otherwise = counted_leak(network_.leak(entry.finding));
  for (const auto& link : links) {
    if (link.cause != cause) otherwise = either(otherwise, network_.prior(link.cause) * (1 - counted_miss(link.strength)));
  }
  return std::log(either(otherwise, 1 - miss)) - std::log(otherwise);
}

Explanation Explainer::explain(CauseId cause, Wanted wanted) const {
  Explanation explanation{.cause = cause};
  const double prior = network_.log_prior_odds(cause);
  auto& weights = explanation.weights;
  for (const auto finding : telling_findings(network_, states_, cause)) {
    Weight entry{.finding = finding, .state = states_[finding]};
    entry.alone = bans(alone(entry, cause));
    weights.push_back(entry);
  }
  std::ranges::stable_sort(weights, std::ranges::greater{}, [](const Weight& weight) { return std::abs(weight.alone); });
  const auto together =
      std::ranges::stable_partition(weights, [&](const Weight& weight) { return tractable_[weight.finding] == weight.state; });
  const bool cut = wanted == Wanted::present && together.empty();
  if (cut) {
    const auto last = std::ranges::find(weights.rbegin(), weights.rend(), State::present, &Weight::state);
    weights.erase(last.base(), weights.end());
  }
  EnteringOdds entered(network_, cause, options_);
  double before = prior;
  for (auto& weight : std::span(weights).first(weights.size() - together.size())) {
    const bool is_wanted = wanted == Wanted::all || weight.state == State::present;
    if (is_wanted) before = entered.log_odds();
    entered.enter(weight.finding, weight.state);
    if (is_wanted) weight.weight = bans(entered.log_odds() - before);
  }
  before = entered.log_odds();
  if (!together.empty()) {
    share_out(bans(full_log_odds_[cause] - before), together);
    before = full_log_odds_[cause];
  }
  if (wanted == Wanted::present) std::erase_if(weights, [](const Weight& weight) { return weight.state != State::present; });
  explanation.prior_log_odds = bans(prior);
  explanation.posterior_log_odds = cut ? std::numeric_limits<double>::quiet_NaN() : bans(before);
  return explanation;
}

}  // namespace syncdx::infer
