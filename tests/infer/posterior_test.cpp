#include "infer/posterior.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

namespace syncdx::infer {
namespace {

CausalNetwork built(NetworkSpec spec) {
  auto network = CausalNetwork::build(std::move(spec));
  REQUIRE(network.has_value());
  return std::move(*network);
}

// A prior so near to 1 or 0 that the cause's state is given.
double given(bool active) { return active ? 1 - 1e-12 : 1e-12; }

}  // namespace

TEST_CASE("an empty network has an empty answer") {
  const auto found = infer(built({}), {}, {});
  REQUIRE(found.causes.empty());
  REQUIRE(found.exact);
  REQUIRE(found.log_likelihood == 0);
}

TEST_CASE("without findings the posterior is the prior, and groups are disjunctions") {
  const auto network = built({.priors = {0.1, 0.2, 0.3}, .leaks = {0.5}, .links = {{0, 0, 0.9}}});
  const std::vector<std::vector<CauseId>> groups{{0, 1}, {2}, {}};
  const auto found = infer(network, std::vector{State::unknown}, groups);
  REQUIRE(found.causes[0] == Approx(0.1).epsilon(1e-14));
  REQUIRE(found.groups[0] == Approx(0.28).epsilon(1e-14));
  REQUIRE(found.groups[1] == Approx(0.3).epsilon(1e-14));
  REQUIRE(found.groups[2] == 0);
  REQUIRE(found.log_likelihood == 0);
}

TEST_CASE("a finding without links counts for the likelihood only") {
  const auto network = built({.priors = {0.1}, .leaks = {0.2, 0.3}});
  const auto found = infer(network, std::vector{State::present, State::absent}, {});
  REQUIRE(found.causes[0] == Approx(0.1).epsilon(1e-14));
  REQUIRE(found.log_likelihood == Approx(std::log(0.2 * 0.7)).epsilon(1e-14));
}

TEST_CASE("a present finding that only one cause can show proves it") {
  const auto network = built({.priors = {0.01, 0.4}, .leaks = {0.0}, .links = {{0, 0, 0.3}}});
  const auto found = infer(network, std::vector{State::present}, {});
  REQUIRE(found.causes[0] == Approx(1).epsilon(1e-9));
  REQUIRE(found.causes[1] == Approx(0.4).epsilon(1e-12));
}

TEST_CASE("an absent finding that a cause always shows rules it out") {
  const auto network = built({.priors = {0.5}, .leaks = {0.1}, .links = {{0, 0, 1.0}}});
  REQUIRE(infer(network, std::vector{State::absent}, {}).causes[0] <= 1e-11);
}

TEST_CASE("contradictory evidence has an answer") {
  // Only the cause can bring the first finding about, and the second says that it is not at work.
  const auto network = built({.priors = {0.5}, .leaks = {0.0, 0.0}, .links = {{0, 0, 1.0}, {0, 1, 1.0}}});
  const std::vector<std::vector<CauseId>> groups{{0}};
  const auto found = infer(network, std::vector{State::present, State::absent}, groups);
  REQUIRE(found.causes[0] == Approx(0.5).epsilon(1e-9));
  REQUIRE(found.groups[0] == found.causes[0]);
  REQUIRE(std::isfinite(found.log_likelihood));
}

TEST_CASE("explaining away: a second cause for the same finding takes belief from the first") {
  const auto network = built({.priors = {0.1, 0.1}, .leaks = {0.01, 0.01}, .links = {{0, 0, 0.9}, {1, 0, 0.9}, {1, 1, 0.9}}});
  const double before = infer(network, std::vector{State::present, State::unknown}, {}).causes[0];
  const double after = infer(network, std::vector{State::present, State::present}, {}).causes[0];
  REQUIRE(after < before / 2);
  REQUIRE(after > 0.1);
}

TEST_CASE("Russell and Norvig 2010, section 14.3: the noisy-OR table of cold, flu and malaria for fever") {
  struct Row {
    bool cold, flu, malaria;
    double not_fever;
  };
  // P(no fever | causes) as printed; the inhibitions are 0.6, 0.2 and 0.1, and there is no leak.
  const auto row = GENERATE(Row{false, false, false, 1.0}, Row{false, false, true, 0.1}, Row{false, true, false, 0.2},
                            Row{false, true, true, 0.02}, Row{true, false, false, 0.6}, Row{true, false, true, 0.06},
                            Row{true, true, false, 0.12}, Row{true, true, true, 0.012});
  const auto network = built({.priors = {given(row.cold), given(row.flu), given(row.malaria)},
                              .leaks = {0.0},
                              .links = {{0, 0, 0.4}, {1, 0, 0.8}, {2, 0, 0.9}}});
  REQUIRE(std::exp(infer(network, std::vector{State::absent}, {}).log_likelihood) == Approx(row.not_fever).margin(1e-10));
  REQUIRE(std::exp(infer(network, std::vector{State::present}, {}).log_likelihood) == Approx(1 - row.not_fever).margin(1e-10));
}

TEST_CASE("Gigerenzer and Hoffrage 1995: a positive mammogram means cancer in 7.8 % of cases") {
  // Prior 1 %, a hit rate of 80 %, false alarms in 9.6 %: the false alarms are the leak, and strength makes up the hit rate.
  const auto network = built({.priors = {0.01}, .leaks = {0.096}, .links = {{0, 0, 1 - (1 - 0.8) / (1 - 0.096)}}});
  REQUIRE(infer(network, std::vector{State::present}, {}).causes[0] == Approx(0.078).margin(0.0005));
}

TEST_CASE("a component whose table would be too large is answered with a bound, never silently") {
  NetworkSpec spec{.priors = {0.02, 0.02}};
  std::vector<State> states;
  for (FindingId f = 0; f < 12; ++f) {
    spec.leaks.push_back(0.1);
    spec.links.push_back({0, f, 0.5});
    spec.links.push_back({1, f, 0.4});
    states.push_back(State::present);
  }
  const auto network = built(std::move(spec));
  const auto exact = infer(network, states, {});
  REQUIRE(exact.exact);
  const std::array options{InferOptions{.max_table = 256}, InferOptions{.max_multiplications = 500}};
  for (const auto& option : options) {
    const auto rough = infer(network, states, {}, option);
    REQUIRE_FALSE(rough.exact);
    REQUIRE(rough.error_bound > 0);
    for (CauseId c = 0; c < 2; ++c) REQUIRE(std::abs(rough.causes[c] - exact.causes[c]) <= rough.error_bound);
  }
}

}  // namespace syncdx::infer
