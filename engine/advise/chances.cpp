#include "advise/chances.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace syncdx::advise {

namespace {

// Findings that hardly bear on a cause do not speak for it. Judgement 2026-11-23.
constexpr double least_rise = 1.1;  // of the odds

}  // namespace

Chances chances(const infer::CausalNetwork& network, std::span<const infer::State> states, std::span<const Action> actions) {
  auto posterior = infer::infer(network, states, {});
  Chances found{.causes = std::move(posterior.causes), .log_likelihood = posterior.log_likelihood};
  for (infer::CauseId id = 0; id < found.causes.size(); ++id) {
    const auto odds = [](double probability) { return probability / (1 - probability); };
    if (odds(found.causes[id]) < odds(network.prior(id)) * least_rise) found.causes[id] = 0;
  }
  found.success.resize(actions.size());
  found.share.assign(actions.size(), 1.0);
  // P(any of the causes) is at least that of the likeliest, so only sums above that can be too high.
  std::vector<std::vector<infer::CauseId>> groups;
  std::vector<std::size_t> capped;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    std::vector<infer::CauseId> group;
    double likeliest = 0;
    for (const auto& fix : actions[i].fixes) {
      found.success[i] += found.causes[fix.cause] * fix.probability;
      likeliest = std::max(likeliest, found.causes[fix.cause]);
      group.push_back(fix.cause);
    }
    if (found.success[i] <= likeliest) continue;
    capped.push_back(i);
    groups.push_back(std::move(group));
  }
  if (capped.empty()) return found;
  const auto any = infer::infer(network, states, groups).groups;
  for (std::size_t g = 0; g < capped.size(); ++g) {
    auto& success = found.success[capped[g]];
    if (success <= any[g]) continue;
    found.share[capped[g]] = any[g] / success;
    success = any[g];
  }
  return found;
}

}  // namespace syncdx::advise
