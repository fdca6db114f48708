#include "infer/explain.hpp"
#include "infer/cause_odds.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace syncdx::infer {

TEST_CASE("weights are log10 odds, each finding's own and its share, strongest first") {
  // One cause: findings are independent given it, so a finding's share is what it says alone.
  const auto network =
      *CausalNetwork::build({.priors = {0.1}, .leaks = {0.01, 0.1, 0.2}, .links = {{0, 0, 0.5}, {0, 1, 0.9}, {0, 2, 0.5}}});
  const std::vector states{State::present, State::absent, State::unknown};
  const auto found = Explainer(network, states).explain(0);
  REQUIRE(found.prior_log_odds == Approx(std::log10(0.1 / 0.9)));
  REQUIRE(found.weights.size() == 2);
  REQUIRE(found.weights[0].finding == 0);
  REQUIRE(found.weights[0].weight == Approx(std::log10((1 - 0.99 * 0.5) / 0.01)));
  REQUIRE(found.weights[0].alone == Approx(found.weights[0].weight));
  REQUIRE(found.weights[1].finding == 1);
  REQUIRE(found.weights[1].state == State::absent);
  REQUIRE(found.weights[1].weight == Approx(-1));
}

TEST_CASE("a finding of another cause counts where it explains away") {
  const auto network = *CausalNetwork::build(
      {.priors = {0.1, 0.1, 0.1}, .leaks = {0.01, 0.01, 0.01}, .links = {{0, 0, 0.9}, {1, 0, 0.9}, {1, 1, 0.9}, {2, 2, 0.9}}});
  const std::vector states{State::present, State::present, State::present};
  const auto found = Explainer(network, states).explain(0);
  REQUIRE(found.weights.size() == 2);  // the third finding touches nothing that touches this cause
  REQUIRE(found.weights[0].finding == 0);
  REQUIRE(found.weights[0].weight > 0);
  REQUIRE(found.weights[1].finding == 1);
  REQUIRE(found.weights[1].alone == Approx(0).margin(1e-12));
  REQUIRE(found.weights[1].weight < -0.3);
}

// 60 findings, each shown by six of 40 causes: tables over nearly all of them would be needed.
CausalNetwork entangled() {
  NetworkSpec spec{.priors = std::vector<double>(40, 0.02), .leaks = std::vector<double>(60, 0.01)};
  for (FindingId finding = 0; finding < 60; ++finding) {
    for (CauseId step = 0; step < 6; ++step) {
      const auto cause = (finding * 7 + step * 11) % 40;
      spec.links.push_back({cause, finding, 0.3 + 0.01 * static_cast<double>(finding)});
    }
  }
  return *CausalNetwork::build(std::move(spec));
}

TEST_CASE("where too much hangs together the weights still add up to the posterior") {
  const auto network = entangled();
  const std::vector<State> states(60, State::present);
  const auto tractable = tractable_states(network, states, quick_answer);
  const auto dropped = std::ranges::count(tractable, State::unknown);
  REQUIRE(dropped > 0);
  REQUIRE(dropped < 60);
  const auto posterior = infer(network, states, {});
  REQUIRE(posterior.exact);
  const Explainer explainer(network, states);
  for (const CauseId cause : {CauseId{0}, CauseId{17}, CauseId{39}}) {
    const auto found = explainer.explain(cause);
    double sum = found.prior_log_odds;
    for (const auto& weight : found.weights) sum += weight.weight;
    REQUIRE(found.weights.size() == 60);
    REQUIRE(sum == Approx(found.posterior_log_odds));
    REQUIRE(1 / (1 + std::pow(10, -sum)) == Approx(posterior.causes[cause]));
  }
  const std::vector<CauseId> candidates{0, 1, 2};
  REQUIRE(smallest_change(network, states, candidates).empty());
}

TEST_CASE("what is answered quickly keeps all its findings") {
  const auto network = *CausalNetwork::build({.priors = {0.1}, .leaks = {0.01, 0.1}, .links = {{0, 0, 0.5}, {0, 1, 0.9}}});
  const std::vector states{State::present, State::absent};
  REQUIRE(tractable_states(network, states, quick_answer) == states);
}

TEST_CASE("findings entered one after another give the odds that inference gives for them, at every step", "[property]") {
  std::mt19937 random(20261125);
  const auto chance = [&](double low, double high) { return std::uniform_real_distribution(low, high)(random); };
  for (int round = 0; round < 400; ++round) {
    const std::size_t causes = 1 + random() % 9;
    const std::size_t findings = 1 + random() % 10;
    NetworkSpec spec;
    for (CauseId cause = 0; cause < causes; ++cause) spec.priors.push_back(chance(0.001, 0.6));
    for (FindingId finding = 0; finding < findings; ++finding) spec.leaks.push_back(random() % 5 == 0 ? 0 : chance(0, 0.3));
    for (CauseId cause = 0; cause < causes; ++cause) {
      for (FindingId finding = 0; finding < findings; ++finding) {
        if (random() % 3 == 0) spec.links.push_back({cause, finding, random() % 9 == 0 ? 1 : chance(0.01, 0.99)});
      }
    }
    const auto network = *CausalNetwork::build(std::move(spec));
    // Tables so small that some components do not fit, too: then both drop the same findings.
    const InferOptions options{.max_table = round % 4 == 0 ? std::size_t{4} : std::size_t{1} << 20U};
    const CauseId cause = random() % causes;
    EnteringOdds entered(network, cause, options);
    std::vector<State> states(findings, State::unknown);
    std::vector<FindingId> order(findings);
    std::iota(order.begin(), order.end(), FindingId{0});
    std::ranges::shuffle(order, random);
    for (const auto finding : order) {
      states[finding] = random() % 2 == 0 ? State::present : State::absent;
      CAPTURE(round, finding);
      entered.enter(finding, states[finding]);
      if (random() % 3 == 0) continue;  // whether it was asked between makes no difference
      REQUIRE(entered.log_odds() ==
              Approx(cause_odds(network, states, {}, options).log_odds[cause]).epsilon(1e-9).margin(1e-9));
    }
    // Of present findings alone the weights are the same ones.
    auto whole = Explainer(network, states, options).explain(cause).weights;
    std::erase_if(whole, [](const Weight& weight) { return weight.state != State::present; });
    const auto part = Explainer(network, states, options).explain(cause, Wanted::present).weights;
    REQUIRE(part.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      REQUIRE(part[i].finding == whole[i].finding);
      REQUIRE(part[i].weight == whole[i].weight);
    }
  }
}

}  // namespace syncdx::infer
