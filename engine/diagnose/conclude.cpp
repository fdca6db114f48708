#include "diagnose/conclude.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace syncdx {
namespace {

void mix(std::vector<double>& probabilities, const std::vector<double>& otherwise) {
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    probabilities[i] = (1 - misread_share) * probabilities[i] + misread_share * otherwise[i];
  }
}

}  // namespace

Conclusion conclude(const CaseNetwork& network) {
  Conclusion conclusion{.posterior = infer::infer(network.network, network.states, network.groups)};
  auto without_text = network.states;
  for (std::size_t i = 0; i < without_text.size(); ++i) {
    if (network.from_text[i]) without_text[i] = infer::State::unknown;
  }
  if (without_text == network.states) return conclusion;
  const auto otherwise = infer::infer(network.network, without_text, network.groups);
  auto& posterior = conclusion.posterior;
  mix(posterior.causes, otherwise.causes);
  mix(posterior.groups, otherwise.groups);
  posterior.exact = posterior.exact && otherwise.exact;
  posterior.error_bound = (1 - misread_share) * posterior.error_bound + misread_share * otherwise.error_bound;
  conclusion.text_share = 1 - misread_share;
  return conclusion;
}

}  // namespace syncdx
