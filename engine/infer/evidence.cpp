#include "infer/evidence.hpp"

namespace syncdx::infer {
namespace {

// ln(1 - p + p * miss), for the logarithm of miss.
double log_of_part_missed(double prior, double log_miss) {
  const double lost = prior * -std::expm1(log_miss);
  return lost < 0.5 ? std::log1p(-lost) : std::log((1 - prior) + prior * std::exp(log_miss));
}

}  // namespace

FoldedEvidence fold_absent(const CausalNetwork& network, std::span<const State> states) {
  FoldedEvidence folded;
  for (FindingId finding = 0; finding < network.findings(); ++finding) {
    if (states[finding] == State::absent) folded.log_likelihood += std::log1p(-counted_leak(network.leak(finding)));
  }
  folded.log_odds.reserve(network.causes());
  for (CauseId cause = 0; cause < network.causes(); ++cause) {
    double log_miss = 0;
    const auto links = network.links_of_cause(cause);
    const auto log_misses = network.log_misses_of_cause(cause);
    for (std::size_t i = 0; i < links.size(); ++i) {
      if (states[links[i].finding] == State::absent) log_miss += log_misses[i];
    }
    folded.log_odds.push_back(network.log_prior_odds(cause) + log_miss);
    if (log_miss != 0) folded.log_likelihood += log_of_part_missed(network.prior(cause), log_miss);
  }
  return folded;
}

LogRange log_range(const CausalNetwork& network, FindingId finding) {
  const double leak = counted_leak(network.leak(finding));
  double log_miss = std::log1p(-leak);
  for (const auto& link : network.links_of_finding(finding)) log_miss += std::log(counted_miss(link.strength));
  return {std::log(leak), std::log(-std::expm1(log_miss))};
}

}  // namespace syncdx::infer
