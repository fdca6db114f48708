#include "diagnose/ranking.hpp"

#include <algorithm>
#include <numeric>

namespace syncdx {

std::vector<std::size_t> ranked_issues(const rules::RuleSet& rules, const CaseNetwork& network,
                                       const infer::Posterior& posterior) {
  std::vector<std::size_t> order(network.issues.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](const auto a, const auto b) {
    const double pa = posterior.groups[a];
    const double pb = posterior.groups[b];
    return pa != pb ? pa > pb : rules.issues[network.issues[a]].id < rules.issues[network.issues[b]].id;
  });
  return order;
}

RankedCauses ranked_causes(const rules::RuleSet& rules, const CaseNetwork& network, const infer::Posterior& posterior) {
  const auto cause = [&](infer::CauseId id) -> const rules::Cause& { return rules.causes[network.causes[id]]; };
  std::vector<infer::CauseId> order;
  for (infer::CauseId id = 0; id < posterior.causes.size(); ++id) {
    if (posterior.causes[id] >= least_cause) order.push_back(id);
  }
  std::ranges::sort(order, [&](const auto a, const auto b) {
    const double pa = posterior.causes[a];
    const double pb = posterior.causes[b];
    return pa != pb ? pa > pb : cause(a).id < cause(b).id;
  });
  RankedCauses ranked;
  for (const auto id : order) {
    auto& list = rules.issues[cause(id).issue].outside ? ranked.outside : ranked.inside;
    if (list.size() < most_causes) list.push_back(id);
  }
  return ranked;
}

}  // namespace syncdx
