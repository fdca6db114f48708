#include "run/plan.hpp"

#include "base/precedence.hpp"
#include "declare/read_probe.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace syncdx::connect {
namespace {

// Those wanted and all that they come after, in the connector's order.
std::vector<const ProbeSpec*> wanted_probes(const Connector& connector, std::span<const std::string> only) {
  std::set<std::string> wanted(only.begin(), only.end());
  for (std::size_t before = 0; before != wanted.size();) {
    before = wanted.size();
    for (const auto& probe : connector.probes) {
      if (!wanted.contains(probe.id)) continue;
      for (auto& earlier : probes_before(probe)) wanted.insert(std::move(earlier));
    }
  }
  std::vector<const ProbeSpec*> probes;
  for (const auto& probe : connector.probes) {
    if (only.empty() || wanted.contains(probe.id)) probes.push_back(&probe);
  }
  return probes;
}

std::vector<PlannedProbe> with_dependencies(std::span<const ProbeSpec* const> probes, bool needs_login) {
  std::vector<PlannedProbe> plan;
  std::map<std::string, std::size_t> place;
  std::optional<std::size_t> login;
  for (const auto* probe : probes) {
    if (!probe->anonymous && needs_login && !login) {
      login = plan.size();
      PlannedProbe first;
      for (std::size_t i = 0; i < plan.size(); ++i) first.after.push_back(i);  // the anonymous probes that stand first
      plan.push_back(std::move(first));
    }
    place[probe->id] = plan.size();
    plan.push_back({.probe = probe});
  }
  for (auto& entry : plan) {
    if (entry.probe == nullptr) continue;
    for (const auto& id : probes_before(*entry.probe)) entry.after.push_back(place.at(id));
    if (!entry.probe->anonymous && login) entry.after.push_back(*login);
  }
  return plan;
}

// What each probe needs, itself included and earlier ones first. The plan runs in no circle.
std::vector<std::vector<std::size_t>> closures(std::span<const PlannedProbe> plan) {
  std::vector<Precedence> precedences;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    for (const auto earlier : plan[i].after) precedences.push_back({earlier, i});
  }
  std::vector<std::vector<std::size_t>> needs(plan.size());
  const auto order = topological_order(plan.size(), precedences);
  for (const auto at : order.value_or(std::vector<std::size_t>{})) {
    std::set<std::size_t> all{at};
    for (const auto earlier : plan[at].after) all.insert(needs[earlier].begin(), needs[earlier].end());
    for (const auto each : *order) {
      if (all.contains(each)) needs[at].push_back(each);
    }
  }
  return needs;
}

class Ranking {
 public:
  Ranking(std::vector<PlannedProbe>& plan, const PlanRequest& request)
      : plan_(plan),
        needs_(closures(plan)),
        ranked_(plan.size(), false),
        left_(request.budget),
        is_valued_(bool(request.worth)) {
    for (const auto& entry : plan) {
      worth_.push_back(entry.probe != nullptr && request.worth ? std::max(0.0, request.worth(*entry.probe)) : 0);
      cost_.push_back(entry.probe != nullptr ? entry.probe->cost : 1);
    }
  }

  void run() && {
    while (const auto best = next()) {
      for (const auto each : needs_[*best]) {
        if (ranked_[each]) continue;
        ranked_[each] = true;
        left_ -= std::min(left_, cost_[each]);
        plan_[each].rank = rank_++;
      }
    }
    for (std::size_t i = 0; i < plan_.size(); ++i) plan_[i].left_out = !ranked_[i];
  }

 private:
  // The probe that is worth most per call among those that the rest of the budget pays for.
  [[nodiscard]] std::optional<std::size_t> next() const {
    std::optional<std::size_t> best;
    double best_rate = -1;
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      if (ranked_[i]) continue;
      double worth = 0;
      std::size_t cost = 0;
      for (const auto each : needs_[i]) {
        if (ranked_[each]) continue;
        worth += worth_[each];
        cost += cost_[each];
      }
      if (cost > left_) continue;
      const double rate = is_valued_ ? worth / static_cast<double>(std::max<std::size_t>(cost, 1)) : 0;
      if (rate > best_rate) {
        best_rate = rate;
        best = i;
      }
    }
    return best;
  }

  std::vector<PlannedProbe>& plan_;
  std::vector<std::vector<std::size_t>> needs_;
  std::vector<bool> ranked_;
  std::vector<double> worth_;
  std::vector<std::size_t> cost_;
  std::size_t left_;
  std::size_t rank_ = 0;
  bool is_valued_;
};

}  // namespace

std::vector<PlannedProbe> plan_probes(const Connector& connector, const PlanRequest& request) {
  auto plan = with_dependencies(wanted_probes(connector, request.only), request.needs_login);
  Ranking(plan, request).run();
  return plan;
}

}  // namespace syncdx::connect
