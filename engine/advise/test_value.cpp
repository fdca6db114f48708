#include "advise/test_value.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace syncdx::advise {
namespace {

struct Knowing {
  double saving_minutes = 0;
  double settles = 0;
};

class Valuation {
 public:
  Valuation(const TestQuestion& question, const Chances& now, const RepairOrder& order)
      : question_(question), now_(now), order_(order), placeable_(placeable(question.actions)) {}

  std::vector<WorthyTest> choose(std::size_t most) {
    std::vector<WorthyTest> chosen;
    std::set<infer::FindingId> revealed;
    while (chosen.size() < most) {
      std::optional<WorthyTest> best;
      for (std::size_t i = 0; i < question_.actions.size(); ++i) {
        const bool taken = std::ranges::any_of(chosen, [&](const WorthyTest& test) { return test.action == i; });
        if (taken || !placeable_[i] || question_.actions[i].kind != ActionKind::test) continue;
        const auto worth = value_of(i, revealed);
        if (net(worth) > 0 && (!best || net(worth) > net(*best))) best = worth;
      }
      if (!best) break;
      chosen.push_back(*best);
      for (const auto finding : question_.actions[best->action].reveals) revealed.insert(finding);
    }
    return chosen;
  }

 private:
  double net(const WorthyTest& test) const { return test.saving_minutes - question_.actions[test.action].cost_minutes; }

  WorthyTest value_of(std::size_t action, const std::set<infer::FindingId>& revealed) {
    WorthyTest worth{.action = action};
    for (const auto finding : question_.actions[action].reveals) {
      const bool open = finding < question_.known.size() && question_.known[finding] == infer::State::unknown;
      if (!open || revealed.contains(finding) || question_.network.links_of_finding(finding).empty()) continue;
      const auto& knowing = knowing_of(finding);
      if (knowing.saving_minutes <= worth.saving_minutes) continue;
      worth.saving_minutes = knowing.saving_minutes;
      worth.settles = knowing.settles;
    }
    return worth;
  }

  const Knowing& knowing_of(infer::FindingId finding) {
    const auto known = knowing_.find(finding);
    return known != knowing_.end() ? known->second : knowing_.emplace(finding, learn(finding)).first->second;
  }

  // Over both outcomes, each with its probability.
  Knowing learn(infer::FindingId finding) const {
    constexpr std::array outcomes{infer::State::present, infer::State::absent};
    std::vector<infer::State> states(question_.states.begin(), question_.states.end());
    double weight = 0;
    double cost = 0;
    double settles = 0;
    for (const auto outcome : outcomes) {
      states[finding] = outcome;
      const auto then = chances(question_.network, states, question_.actions);
      const auto order = order_repairs(question_.actions, then, question_.worth, question_.hand_over_minutes);
      const double probability = std::exp(then.log_likelihood - now_.log_likelihood);
      weight += probability;
      cost += probability * order.expected_cost;
      if (order.actions != order_.actions) settles += probability;
    }
    if (!(weight > 0)) return {};
    return {std::max(0.0, order_.expected_cost - cost / weight), settles / weight};
  }

  const TestQuestion& question_;
  const Chances& now_;
  const RepairOrder& order_;
  std::vector<bool> placeable_;
  std::map<infer::FindingId, Knowing> knowing_;
};

}  // namespace

std::vector<WorthyTest> worthy_tests(const TestQuestion& question, const Chances& now, const RepairOrder& order,
                                     std::size_t most) {
  return Valuation(question, now, order).choose(most);
}

}  // namespace syncdx::advise
