#include "advise/plan.hpp"

#include "advise/chances.hpp"
#include "advise/repair_order.hpp"
#include "advise/test_value.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <utility>

namespace syncdx::advise {
namespace {

class Planner {
 public:
  Planner(const infer::CausalNetwork& network, std::span<const infer::State> states, std::span<const Action> actions,
          const PlanOptions& options)
      : network_(network),
        states_(states),
        actions_(actions),
        options_(options),
        placeable_(placeable(actions)),
        chances_(chances(network, states, actions)) {}

  std::vector<Step> run() const {
    const double hand_over = cheapest_escalation();
    const auto repairs = order_repairs(actions_, chances_, options_.worth, hand_over);
    const auto tests = choose_tests(repairs, hand_over);
    auto head = first_steps();
    const auto rest = heeded(wished(tests, repairs.actions, head));
    head.insert(head.end(), rest.begin(), rest.end());
    const std::size_t kept_for_tail = escalations(head).empty() ? 0 : 1;
    head.resize(std::min(head.size(), options_.max_steps - std::min(options_.max_steps, kept_for_tail)));
    drop_idle_guards(head, tests);
    append_escalations(head, escalations(head));
    return steps_of(head, tests);
  }

 private:
  // What a test saves is asked for each finding that one could reveal: where that would take long, of the most telling findings
  // only.
  std::vector<WorthyTest> choose_tests(const RepairOrder& repairs, double hand_over) const {
    if (options_.max_tests == 0) return {};
    const auto quick = infer::tractable_states(network_, states_, infer::quick_answer);
    const TestQuestion question{network_, states_, quick, actions_, options_.worth, hand_over};
    if (std::ranges::equal(quick, states_)) return worthy_tests(question, chances_, repairs, options_.max_tests);
    const auto now = chances(network_, quick, actions_);
    return worthy_tests(question, now, order_repairs(actions_, now, options_.worth, hand_over), options_.max_tests);
  }

  // Minutes; 0 if nobody can be asked: then all plans end alike.
  double cheapest_escalation() const {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      if (placeable_[i] && actions_[i].kind == ActionKind::escalate) least = std::min(least, actions_[i].cost_minutes);
    }
    return least == std::numeric_limits<double>::infinity() ? 0 : least;
  }

  // Those that may help (or help with anything), cheapest first; if none may, the likeliest one.
  std::vector<std::size_t> escalations(const std::vector<std::size_t>& placed) const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      const bool free = std::ranges::find(placed, i) == placed.end();
      if (free && placeable_[i] && actions_[i].kind == ActionKind::escalate) all.push_back(i);
    }
    auto may_help = all;
    std::erase_if(may_help,
                  [&](auto i) { return !actions_[i].fixes.empty() && chances_.success[i] < options_.worth.least_success; });
    if (may_help.empty() && !all.empty()) may_help = {std::ranges::max(all, {}, [&](auto i) { return chances_.success[i]; })};
    std::ranges::stable_sort(may_help, {}, [&](auto i) { return actions_[i].cost_minutes; });
    return may_help;
  }

  // What comes first anyhow, each behind its guards.
  std::vector<std::size_t> first_steps() const {
    std::vector<std::size_t> order;
    for (const auto action : options_.first) {
      std::vector<std::size_t> chain;
      for (std::optional<std::size_t> at = action; at && placeable_[action]; at = actions_[*at].guard) chain.push_back(*at);
      for (const auto link : std::views::reverse(chain)) {
        if (std::ranges::find(order, link) == order.end()) order.push_back(link);
      }
    }
    return order;
  }

  // Tests with their guards, then the repairs with theirs; each once, and none that is `placed`.
  std::vector<std::size_t> wished(const std::vector<WorthyTest>& tests, const std::vector<std::size_t>& repairs,
                                  const std::vector<std::size_t>& placed) const {
    std::vector<std::size_t> order;
    const auto add = [&](std::size_t action) {
      const bool is_new = std::ranges::find(order, action) == order.end();
      if (is_new && std::ranges::find(placed, action) == placed.end()) order.push_back(action);
    };
    for (const auto& test : tests) {
      std::vector<bool> with_guards(actions_.size(), false);
      with_guards[test.action] = true;
      add_guards(actions_, with_guards);
      for (std::size_t i = 0; i < actions_.size(); ++i) {
        if (with_guards[i] && i != test.action) add(i);
      }
      add(test.action);
    }
    for (const auto action : repairs) add(action);
    return order;
  }

  // The nearest order in which every guard and, unless they run in a circle, every `after` stands before its action.
  std::vector<std::size_t> heeded(std::vector<std::size_t> order) const {
    std::vector<std::size_t> result;
    while (!order.empty()) {
      const auto waits_for = [&](std::size_t action) { return std::ranges::find(order, action) != order.end(); };
      const auto guard_waits = [&](std::size_t i) { return actions_[i].guard && waits_for(*actions_[i].guard); };
      const auto must_wait = [&](std::size_t i) {
        return guard_waits(i) ||
               std::ranges::any_of(actions_[i].after, [&](auto earlier) { return earlier != i && waits_for(earlier); });
      };
      auto next = std::ranges::find_if_not(order, must_wait);
      if (next == order.end()) next = std::ranges::find_if_not(order, guard_waits);
      result.push_back(*next);
      order.erase(next);
    }
    return result;
  }

  // A guard at the end, of something that no longer fits into the plan, guards nothing.
  void drop_idle_guards(std::vector<std::size_t>& head, const std::vector<WorthyTest>& tests) const {
    while (!head.empty()) {
      const auto last = head.back();
      const bool repair = actions_[last].kind != ActionKind::escalate && chances_.success[last] >= options_.worth.least_success;
      if (repair || std::ranges::find(options_.first, last) != options_.first.end() ||
          std::ranges::any_of(tests, [&](const WorthyTest& test) { return test.action == last; }))
        return;
      head.pop_back();
    }
  }

  void append_escalations(std::vector<std::size_t>& steps, std::vector<std::size_t> tail) const {
    const auto done = [&](std::size_t i) { return std::ranges::find(steps, i) != steps.end(); };
    while (steps.size() < options_.max_steps) {
      const auto next = std::ranges::find_if(tail, [&](auto i) { return !actions_[i].guard || done(*actions_[i].guard); });
      if (next == tail.end()) return;
      steps.push_back(*next);
      tail.erase(next);
    }
  }

  std::vector<Step> steps_of(const std::vector<std::size_t>& order, const std::vector<WorthyTest>& tests) const {
    std::vector<Step> steps;
    for (const auto action : order) {
      Step step{.action = action, .probability_of_success = chances_.success[action], .causes = causes_of(action)};
      if (const auto test = std::ranges::find(tests, action, &WorthyTest::action); test != tests.end()) {
        step.probability_of_success = test->settles;
        step.expected_saving_minutes = test->saving_minutes;
      }
      steps.push_back(std::move(step));
    }
    return steps;
  }

  std::vector<infer::CauseId> causes_of(std::size_t action) const {
    auto fixes = actions_[action].fixes;
    std::erase_if(fixes, [&](const Fix& fix) { return chances_.causes[fix.cause] <= 0; });
    std::ranges::stable_sort(fixes, std::greater{},
                             [&](const Fix& fix) { return chances_.causes[fix.cause] * fix.probability; });
    std::vector<infer::CauseId> causes;
    for (const auto& fix : fixes) causes.push_back(fix.cause);
    return causes;
  }

  const infer::CausalNetwork& network_;
  std::span<const infer::State> states_;
  std::span<const Action> actions_;
  const PlanOptions& options_;
  std::vector<bool> placeable_;
  Chances chances_;
};

}  // namespace

std::vector<Step> plan(const infer::CausalNetwork& network, std::span<const infer::State> states,
                       std::span<const Action> actions, const PlanOptions& options) {
  return Planner(network, states, actions, options).run();
}

}  // namespace syncdx::advise
