#include "infer/explain.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace syncdx::infer {

TEST_CASE("weights are log10 odds, each finding's own and its share, strongest first") {
  // One cause: findings are independent given it, so a finding's share is what it says alone.
  const auto network =
      *CausalNetwork::build({.priors = {0.1}, .leaks = {0.01, 0.1, 0.2}, .links = {{0, 0, 0.5}, {0, 1, 0.9}, {0, 2, 0.5}}});
  const std::vector states{State::present, State::absent, State::unknown};
  const auto found = explain(network, states, 0);
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
  const auto found = explain(network, states, 0);
  REQUIRE(found.weights.size() == 2);  // the third finding touches nothing that touches this cause
  REQUIRE(found.weights[0].finding == 0);
  REQUIRE(found.weights[0].weight > 0);
  REQUIRE(found.weights[1].finding == 1);
  REQUIRE(found.weights[1].alone == Approx(0).margin(1e-12));
  REQUIRE(found.weights[1].weight < -0.3);
}

}  // namespace syncdx::infer
