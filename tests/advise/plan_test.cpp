#include "advise/plan.hpp"

#include "advise/repair_order.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

namespace syncdx::advise {
namespace {

using infer::CausalNetwork;
using infer::NetworkSpec;
using infer::State;

CausalNetwork built(NetworkSpec spec) {
  auto network = CausalNetwork::build(std::move(spec));
  REQUIRE(network.has_value());
  return std::move(*network);
}

// Causes with these probabilities, each by the weight of a present finding of its own.
struct Believed {
  CausalNetwork network;
  std::vector<State> states;
};

Believed believed(const std::vector<double>& probabilities) {
  NetworkSpec spec;
  const auto odds = [](double probability) { return probability / (1 - probability); };
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    spec.priors.push_back(probabilities[i] / 10);
    spec.leaks.push_back(odds(probabilities[i] / 10) / odds(probabilities[i]));  // the finding's likelihood ratio, reversed
    spec.links.push_back({i, i, 1.0});
  }
  return {built(std::move(spec)), std::vector(probabilities.size(), State::present)};
}

std::vector<Step> plan(const Believed& case_, std::span<const Action> actions, const PlanOptions& options = {}) {
  return plan(case_.network, case_.states, actions, options);
}

std::vector<std::size_t> actions_of(const std::vector<Step>& steps) {
  std::vector<std::size_t> actions;
  for (const auto& step : steps) actions.push_back(step.action);
  return actions;
}

Action repair(infer::CauseId cause, double probability, double minutes) {
  return {.cost_minutes = minutes, .fixes = {{cause, probability}}};
}

// Two causes, each with a probability of about one half, of which one must have brought about the first, present finding; the
// second finding tells them apart.
CausalNetwork two_rivals() {
  return built({.priors = {0.01, 0.01}, .leaks = {1e-6, 0.001}, .links = {{0, 0, 0.99}, {1, 0, 0.99}, {0, 1, 0.999}}});
}

Action escalation(double minutes) { return {.kind = ActionKind::escalate, .cost_minutes = minutes}; }

using Order = std::vector<std::size_t>;

constexpr WorthTrying everything{.least_success = 0, .least_share = 0};

}  // namespace

TEST_CASE("nothing to do is an empty plan") {
  REQUIRE(plan(believed({}), {}).empty());
  REQUIRE(plan(believed({0.5}), {}).empty());
}

TEST_CASE("repairs go by chance over cost, and say their chance") {
  const auto case_ = believed({0.5, 0.3, 0.1});
  const std::vector<Action> actions{repair(0, 0.9, 30), repair(1, 1, 5), repair(2, 0.8, 1)};
  const auto steps = plan(case_, actions);
  REQUIRE(actions_of(steps) == Order{2, 1, 0});
  REQUIRE(steps[0].probability_of_success == Approx(0.08));
  REQUIRE(steps[1].probability_of_success == Approx(0.3));
  REQUIRE(steps[2].probability_of_success == Approx(0.45));
}

TEST_CASE("a repair that helps with several causes succeeds at most as often as one of them holds") {
  const auto case_ = believed({0.6, 0.6});
  const std::vector<Action> actions{{.fixes = {{0, 1}, {1, 1}}}};
  REQUIRE(plan(case_, actions).front().probability_of_success == Approx(1 - 0.4 * 0.4));
}

TEST_CASE("a second repair of the same cause counts for what the first leaves") {
  // By itself the second is better than the third; after the first hardly anything is left for it.
  const auto case_ = believed({0.7, 0.2});
  const std::vector<Action> actions{repair(0, 0.95, 5), repair(0, 0.9, 6), repair(1, 0.9, 6)};
  REQUIRE(actions_of(plan(case_, actions, {.worth = everything})) == Order{0, 2, 1});
  // What is hardly worth it is left out altogether.
  REQUIRE(actions_of(plan(case_, actions)) == Order{0, 2});
}

TEST_CASE("a cause that no finding speaks for is not mended on suspicion") {
  const auto network = built({.priors = {0.2, 0.1}, .leaks = {0.01, 0.01}, .links = {{0, 0, 0.9}, {1, 1, 0.9}}});
  const std::vector<Action> actions{repair(0, 1, 1), repair(1, 1, 60)};
  REQUIRE(actions_of(plan(network, std::vector{State::unknown, State::present}, actions)) == Order{1});
  REQUIRE(plan(network, std::vector{State::unknown, State::absent}, actions).empty());
}

TEST_CASE("what comes first stands above tests and better repairs, in its own order, behind its guards") {
  const auto network = two_rivals();
  const std::vector states{State::present, State::unknown};
  const Action test{.kind = ActionKind::test, .cost_minutes = 1, .reveals = {1}};
  std::vector<Action> actions{repair(0, 1, 50), test, escalation(30), repair(1, 0.01, 20), repair(1, 1, 60)};
  actions[2].after = {0};
  actions[3].guard = 2;
  REQUIRE(actions_of(plan(network, states, actions, {.first = {3}})) == Order{2, 3, 1, 0, 4});
  REQUIRE(actions_of(plan(network, states, actions, {.first = {4, 2}})) == Order{4, 2, 1, 0});
}

TEST_CASE("a test that looks for a cause stands among the repairs, mends nothing and says what it is for") {
  const auto case_ = believed({0.6, 0.3});
  std::vector<Action> actions{repair(0, 0.9, 10), repair(0, 0.5, 2), repair(1, 0.9, 10)};
  actions[1].kind = ActionKind::test;
  const auto steps = plan(case_, actions);
  REQUIRE(actions_of(steps) == Order{1, 0, 2});
  REQUIRE(steps[0].probability_of_success == Approx(0.3));
  REQUIRE(steps[0].causes == std::vector<infer::CauseId>{0});
  REQUIRE(steps[1].probability_of_success == Approx(0.54));
}

TEST_CASE("repairs with hardly a chance are left out") {
  const auto case_ = believed({0.5, 0.001});
  const std::vector<Action> actions{repair(1, 1, 0.001), repair(0, 1, 60)};
  REQUIRE(actions_of(plan(case_, actions)) == Order{1});
}

TEST_CASE("escalations close the plan, cheapest first, and keep a place in a short one") {
  const auto case_ = believed({0.5, 0.3, 0.1});
  const std::vector<Action> actions{escalation(60), repair(0, 1, 30), escalation(15), repair(1, 1, 30), repair(2, 1, 30)};
  REQUIRE(actions_of(plan(case_, actions)) == Order{1, 3, 4, 2, 0});
  REQUIRE(actions_of(plan(case_, actions, {.max_steps = 3})) == Order{1, 3, 2});
  REQUIRE(plan(case_, actions, {.max_steps = 0}).empty());
}

TEST_CASE("escalations that help with nothing likely stay away unless there is no other") {
  const auto case_ = believed({0.5, 0.001});
  Action unlikely{.kind = ActionKind::escalate, .cost_minutes = 1, .fixes = {{1, 1}}};
  REQUIRE(actions_of(plan(case_, std::vector<Action>{repair(0, 1, 30), unlikely, escalation(15)})) == Order{0, 2});
  REQUIRE(actions_of(plan(case_, std::vector<Action>{repair(0, 1, 30), unlikely})) == Order{0, 1});
}

TEST_CASE("a guard comes before what it guards, however little it helps itself") {
  const auto case_ = believed({0.6, 0.3});
  auto recovery = repair(0, 0.9, 10);
  recovery.guard = 2;
  const std::vector<Action> actions{recovery, repair(1, 1, 60), escalation(15), escalation(5)};
  REQUIRE(actions_of(plan(case_, actions)) == Order{2, 0, 1, 3});
}

TEST_CASE("guards in a circle, and what hangs on them, are never advised") {
  const auto case_ = believed({0.6, 0.3, 0.5});
  std::vector<Action> actions{repair(0, 1, 1), repair(1, 1, 1), repair(2, 1, 1), repair(2, 1, 50), repair(2, 1, 50)};
  actions[0].guard = 1;
  actions[1].guard = 0;
  actions[2].guard = 0;
  actions[3].guard = 99;
  REQUIRE(actions_of(plan(case_, actions)) == Order{4});
}

TEST_CASE("an action stands behind those that it comes after where they are in the plan") {
  const auto case_ = believed({0.6, 0.3, 0.001});
  std::vector<Action> actions{repair(0, 1, 1), repair(1, 1, 50), repair(2, 1, 1)};
  actions[0].after = {1, 2};
  REQUIRE(actions_of(plan(case_, actions)) == Order{1, 0});
  actions[1].after = {0};  // a circle: better any order than none
  REQUIRE(plan(case_, actions).size() == 2);
}

TEST_CASE("a test comes first only where knowing saves more than it costs") {
  // Without the test: 60 minutes and, every other time, 60 more. With it: 60, so that knowing saves nearly 30.
  const auto network = two_rivals();
  const std::vector states{State::present, State::unknown};
  const auto minutes = GENERATE(table<double, bool>({{1, true}, {20, true}, {32, false}, {100, false}}));
  const Action test{.kind = ActionKind::test, .cost_minutes = std::get<0>(minutes), .reveals = {1}};
  const std::vector<Action> actions{repair(0, 1, 60), repair(1, 1, 60), test, escalation(120)};
  const auto steps = plan(network, states, actions);
  CAPTURE(std::get<0>(minutes));
  REQUIRE((steps.front().action == 2) == std::get<1>(minutes));
  const bool anywhere = std::ranges::any_of(steps, [](const Step& step) { return step.action == 2; });
  REQUIRE(anywhere == std::get<1>(minutes));
  if (!anywhere) return;
  // Either outcome drops a repair from the plan.
  REQUIRE(steps.front().expected_saving_minutes == Approx(30).margin(1));
  REQUIRE(steps.front().probability_of_success == Approx(1));
}

TEST_CASE("a test of what is already known, or of what another test tells, is not advised") {
  const auto network = two_rivals();
  const Action test{.kind = ActionKind::test, .cost_minutes = 1, .reveals = {1}};
  Action dearer = test;
  dearer.cost_minutes = 2;
  const std::vector<Action> actions{repair(0, 1, 60), repair(1, 1, 60), dearer, test};
  const std::vector unknown{State::present, State::unknown};
  const std::vector known{State::present, State::present};
  const auto steps = actions_of(plan(network, unknown, actions));
  REQUIRE(steps.front() == 3);
  REQUIRE(std::ranges::find(steps, 2U) == steps.end());
  REQUIRE(actions_of(plan(network, known, actions)) == Order{0});
}

TEST_CASE("the order by ratio has the least expected cost of all orders for independent repairs of single faults") {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> minutes(0.5, 60);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const std::size_t count = 1 + random() % 6;
    std::vector<double> priors;
    std::vector<Action> actions;
    for (std::size_t a = 0; a < count; ++a) {
      priors.push_back(std::uniform_real_distribution<double>(0.03, 0.95 / static_cast<double>(count))(random));
      actions.push_back(repair(a, std::uniform_real_distribution<double>(0.7, 1)(random), minutes(random)));
    }
    const double hand_over = minutes(random);
    const auto cost_of = [&](const Order& order) {
      double persists = 1;
      double cost = 0;
      for (const auto a : order) {
        cost += persists * actions[a].cost_minutes;
        persists -= priors[a] * actions[a].fixes.front().probability;
      }
      return cost + persists * hand_over;
    };
    const auto case_ = believed(priors);
    const auto steps = actions_of(plan(case_, actions, {.worth = everything}));
    REQUIRE(steps.size() == count);
    Order order(count);
    std::iota(order.begin(), order.end(), 0U);
    double least = cost_of(order);
    while (std::ranges::next_permutation(order).found) least = std::min(least, cost_of(order));
    REQUIRE(cost_of(steps) == Approx(least).epsilon(1e-12));
    const auto ordered = order_repairs(actions, chances(case_.network, case_.states, actions), everything, hand_over);
    REQUIRE(ordered.expected_cost == Approx(least).epsilon(1e-12));
  }
}

TEST_CASE("whatever the actions, guards stand above what they guard and no step comes twice") {
  std::mt19937_64 random(17);
  for (int i = 0; i < 2000; ++i) {
    CAPTURE(i);
    NetworkSpec spec{.priors = {0.3, 0.2, 0.1, 0.05}, .leaks = {0.01, 0.05}, .links = {{0, 0, 0.9}, {1, 0, 0.3}, {2, 1, 0.8}}};
    const auto network = built(std::move(spec));
    const std::vector states{static_cast<State>(random() % 3), static_cast<State>(random() % 3)};
    std::vector<Action> actions(1 + random() % 8);
    for (auto& action : actions) {
      action.kind = static_cast<ActionKind>(random() % 3);
      action.cost_minutes = static_cast<double>(1 + random() % 30);
      if (action.kind == ActionKind::test) action.reveals = {random() % 2};
      if (action.kind == ActionKind::repair) action.fixes = {{random() % 4, 0.9}, {random() % 2, 0.4}};
      if (random() % 3 == 0) action.guard = random() % actions.size();
      if (random() % 4 == 0) action.after = {random() % actions.size()};
    }
    const PlanOptions options{.max_steps = random() % 9};
    const auto steps = actions_of(plan(network, states, actions, options));
    REQUIRE(steps.size() <= options.max_steps);
    for (std::size_t at = 0; at < steps.size(); ++at) {
      const auto before = std::span(steps).first(at);
      REQUIRE(std::ranges::find(before, steps[at]) == before.end());
      const auto guard = actions[steps[at]].guard;
      if (guard) REQUIRE(std::ranges::find(before, *guard) != before.end());
    }
    REQUIRE(steps == actions_of(plan(network, states, actions, options)));
  }
}

}  // namespace syncdx::advise
