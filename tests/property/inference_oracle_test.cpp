// Inference against enumeration and against itself, on random networks with fixed seeds.
#include "infer/enumeration.hpp"
#include "infer/explain.hpp"
#include "infer/posterior.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace syncdx::infer {
namespace {

using testing::by_enumeration;
using testing::Extremes;
using testing::random_case;
using testing::RandomCase;

CausalNetwork built(const RandomCase& given) {
  auto network = CausalNetwork::build(given.spec);
  REQUIRE(network.has_value());
  return std::move(*network);
}

// Absolute for probabilities; relative for logarithms, that can be large.
void require_equal(const Posterior& found, const Posterior& expected, double tolerance) {
  REQUIRE(found.causes.size() == expected.causes.size());
  REQUIRE(found.groups.size() == expected.groups.size());
  for (std::size_t c = 0; c < expected.causes.size(); ++c) {
    CAPTURE(c);
    REQUIRE(std::abs(found.causes[c] - expected.causes[c]) <= tolerance);
  }
  for (std::size_t g = 0; g < expected.groups.size(); ++g) {
    CAPTURE(g);
    REQUIRE(std::abs(found.groups[g] - expected.groups[g]) <= tolerance);
  }
  REQUIRE(std::abs(found.log_likelihood - expected.log_likelihood) <= tolerance * (1 + std::abs(expected.log_likelihood)));
}

}  // namespace

TEST_CASE("the posterior of random networks is that of full enumeration, to 1e-9") {
  const auto extremes = GENERATE(Extremes::mild, Extremes::harsh);
  std::mt19937_64 random(20261123);
  for (int i = 0; i < 3000; ++i) {
    CAPTURE(i);
    const auto given = random_case(random, 10, 10, extremes);
    const auto found = infer(built(given), given.states, given.groups);
    REQUIRE(found.exact);
    REQUIRE(found.error_bound == 0);
    require_equal(found, by_enumeration(given), 1e-9);
  }
}

TEST_CASE("rare causes keep their relative accuracy") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 500; ++i) {
    CAPTURE(i);
    auto given = random_case(random, 8, 9, Extremes::mild);
    for (auto& prior : given.spec.priors) prior *= 1e-9;
    for (auto& leak : given.spec.leaks) leak *= 1e-3;
    const auto found = infer(built(given), given.states, given.groups);
    const auto expected = by_enumeration(given);
    for (std::size_t c = 0; c < expected.causes.size(); ++c)
      REQUIRE(found.causes[c] == Approx(expected.causes[c]).epsilon(1e-9));
  }
}

TEST_CASE("twenty-five present findings with small leaks do not cancel") {
  // Causes shared by neighbouring findings, of which inclusion-exclusion would need 2^25 terms of alternating sign that nearly
  // cancel. Along the chain the likelihood has a recurrence in the state of the last shared cause.
  constexpr double prior = 1e-4;
  constexpr double strength = 0.3;
  constexpr double leak = 1e-7;
  RandomCase given;
  given.spec.priors.assign(24, prior);
  for (FindingId f = 0; f < 25; ++f) {
    given.spec.leaks.push_back(leak);
    given.states.push_back(State::present);
    if (f > 0) given.spec.links.push_back({f - 1, f, strength});
    if (f < 24) given.spec.links.push_back({f, f, strength});
  }
  const auto shown = [&](int active) { return active == 0 ? leak : 1 - (1 - leak) * std::pow(1 - strength, active); };
  double off = 1 - prior;  // joint probability of what came so far and the last cause's state
  double on = prior;
  double log_scale = 0;
  for (FindingId f = 0; f < 25; ++f) {
    const double next_on = f == 24 ? 0 : prior;
    if (f == 0) {
      off *= shown(0);
      on *= shown(1);
      continue;
    }
    const double was_off = off;
    off = (1 - next_on) * (was_off * shown(0) + on * shown(1));
    on = next_on * (was_off * shown(1) + on * shown(2));
    const double scale = off + on;
    log_scale += std::log(scale);
    off /= scale;
    on /= scale;
  }
  const auto found = infer(built(given), given.states, {});
  REQUIRE(found.exact);
  REQUIRE(found.log_likelihood == Approx(log_scale).epsilon(1e-12));
}

TEST_CASE("the order of causes, findings and links changes nothing") {
  std::mt19937_64 random(99);
  for (int i = 0; i < 500; ++i) {
    CAPTURE(i);
    const auto given = random_case(random, 10, 12, Extremes::mild);
    std::vector<std::size_t> cause_to(given.spec.priors.size());
    std::vector<std::size_t> finding_to(given.spec.leaks.size());
    std::iota(cause_to.begin(), cause_to.end(), 0);
    std::iota(finding_to.begin(), finding_to.end(), 0);
    std::ranges::shuffle(cause_to, random);
    std::ranges::shuffle(finding_to, random);
    auto moved = given;
    for (std::size_t c = 0; c < cause_to.size(); ++c) moved.spec.priors[cause_to[c]] = given.spec.priors[c];
    for (std::size_t f = 0; f < finding_to.size(); ++f) {
      moved.spec.leaks[finding_to[f]] = given.spec.leaks[f];
      moved.states[finding_to[f]] = given.states[f];
    }
    for (auto& link : moved.spec.links) link = {cause_to[link.cause], finding_to[link.finding], link.strength};
    std::ranges::shuffle(moved.spec.links, random);
    for (auto& group : moved.groups) {
      for (auto& cause : group) cause = cause_to[cause];
    }
    auto expected = infer(built(given), given.states, given.groups);
    const auto found = infer(built(moved), moved.states, moved.groups);
    auto causes = expected.causes;
    for (std::size_t c = 0; c < cause_to.size(); ++c) causes[cause_to[c]] = expected.causes[c];
    expected.causes = causes;
    require_equal(found, expected, 1e-12);
  }
}

TEST_CASE("where findings must be dropped, the truth lies within the stated bound") {
  std::mt19937_64 random(4711);
  std::size_t approximate = 0;
  for (int i = 0; i < 2000; ++i) {
    CAPTURE(i);
    const auto given = random_case(random, 9, 9, i % 2 == 0 ? Extremes::mild : Extremes::harsh);
    const auto network = built(given);
    const auto found = infer(network, given.states, given.groups, {.max_table = std::size_t{2} << (i % 3)});
    const auto expected = by_enumeration(given);
    if (found.exact) {
      require_equal(found, expected, 1e-9);
      continue;
    }
    ++approximate;
    REQUIRE(found.error_bound >= 0);
    REQUIRE(found.error_bound <= 1);
    for (std::size_t c = 0; c < expected.causes.size(); ++c) {
      REQUIRE(std::abs(found.causes[c] - expected.causes[c]) <= found.error_bound + 1e-9);
    }
    for (std::size_t g = 0; g < expected.groups.size(); ++g) {
      REQUIRE(std::abs(found.groups[g] - expected.groups[g]) <= found.error_bound + 1e-9);
    }
  }
  REQUIRE(approximate > 500);
}

TEST_CASE("the weights of evidence add up to the posterior odds") {
  std::mt19937_64 random(31);
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const auto given = random_case(random, 8, 8, i % 2 == 0 ? Extremes::mild : Extremes::harsh);
    const auto network = built(given);
    const auto expected = infer(network, given.states, {});
    for (CauseId cause = 0; cause < network.causes(); ++cause) {
      const auto explanation = Explainer(network, given.states).explain(cause);
      double sum = explanation.prior_log_odds;
      for (const auto& weight : explanation.weights) sum += weight.weight;
      const double odds = std::pow(10.0, explanation.posterior_log_odds);
      REQUIRE(std::abs(sum - explanation.posterior_log_odds) <= 1e-9);
      REQUIRE(std::abs(odds / (1 + odds) - expected.causes[cause]) <= 1e-9);
      REQUIRE(explanation.prior_log_odds ==
              Approx(std::log10(network.prior(cause) / (1 - network.prior(cause)))).epsilon(1e-9));
      REQUIRE(std::ranges::is_sorted(explanation.weights, std::ranges::greater{},
                                     [](const Weight& w) { return std::abs(w.alone); }));
    }
  }
}

}  // namespace syncdx::infer
