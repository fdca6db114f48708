#include "infer/information.hpp"

#include "infer/posterior.hpp"

#include <algorithm>
#include <cmath>

namespace syncdx::infer {
namespace {

double entropy_of(double probability) {
  if (probability <= 0 || probability >= 1) return 0;
  return -probability * std::log(probability) - (1 - probability) * std::log1p(-probability);
}

double entropy(const Posterior& posterior) {
  double sum = 0;
  for (const double probability : posterior.causes) sum += entropy_of(probability);
  return sum;
}

}  // namespace

std::vector<double> information(const CausalNetwork& network, std::span<const State> states,
                                std::span<const FindingId> findings) {
  auto assumed = tractable_states(network, states, quick_answer);
  const auto now = infer(network, assumed, {}, quick_answer);
  std::vector<double> result;
  for (const auto finding : findings) {
    if (states[finding] != State::unknown || network.links_of_finding(finding).empty()) {
      result.push_back(0);
      continue;
    }
    double weight = 0;
    double left = 0;
    for (const auto state : {State::present, State::absent}) {
      assumed[finding] = state;
      const auto then = infer(network, assumed, {}, quick_answer);
      const double probability = std::exp(then.log_likelihood - now.log_likelihood);
      weight += probability;
      left += probability * entropy(then);
    }
    assumed[finding] = State::unknown;
    result.push_back(weight > 0 ? std::max(0.0, entropy(now) - left / weight) : 0);
  }
  return result;
}

}  // namespace syncdx::infer
