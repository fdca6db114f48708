#include "infer/posterior.hpp"

#include "infer/cause_odds.hpp"
#include "infer/evidence.hpp"

#include <algorithm>
#include <cmath>

namespace syncdx::infer {
namespace {

// Largest change of the probability if its odds are off by the factor, either way.
double error_of(double log_odds, double log_error_ratio) {
  if (log_error_ratio == 0) return 0;
  const double middle = probability_of(log_odds);
  return std::max(probability_of(log_odds + log_error_ratio) - middle, middle - probability_of(log_odds - log_error_ratio));
}

// Some cause of the group: at least as likely as each, at most as all together. Holding it there mends the rounding of
// 1 - P(none) where that is near 1.
double disjunction(const GroupAnswer& answer, const std::vector<CauseId>& group, const std::vector<double>& causes) {
  double likeliest = 0;
  double sum = 0;
  for (const auto cause : group) {
    likeliest = std::max(likeliest, causes[cause]);
    sum += causes[cause];
  }
  return std::clamp(-std::expm1(answer.log_none), likeliest, std::max(likeliest, std::min(1.0, sum)));
}

}  // namespace

Posterior infer(const CausalNetwork& network, std::span<const State> states, std::span<const std::vector<CauseId>> groups,
                const InferOptions& options) {
  const auto odds = cause_odds(network, states, {.groups = groups}, options);
  Posterior posterior;
  posterior.log_likelihood = odds.log_likelihood;
  posterior.exact = odds.exact;
  posterior.causes.reserve(network.causes());
  for (CauseId cause = 0; cause < network.causes(); ++cause) {
    posterior.causes.push_back(probability_of(odds.log_odds[cause]));
    posterior.error_bound = std::max(posterior.error_bound, error_of(odds.log_odds[cause], odds.log_error_ratio[cause]));
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const double some = disjunction(odds.groups[g], groups[g], posterior.causes);
    posterior.groups.push_back(some);
    const double log_odds = std::log(some) - odds.groups[g].log_none;
    posterior.error_bound = std::max(posterior.error_bound, error_of(log_odds, odds.groups[g].log_error_ratio));
  }
  return posterior;
}

}  // namespace syncdx::infer
