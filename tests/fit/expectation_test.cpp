#include "fit/expectation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace syncdx::evaluate;

namespace {

// Numbers 0..1: priors of causes a and b; 2, 3: strengths of a and b for the one finding.
FitCase seen(bool present, bool a_active) {
  FitCase result{.findings = {{.leak = .1, .present = present}}, .active = {}, .maybe = {}, .inactive = {}};
  if (a_active) {
    result.active.push_back({.prior = 0, .touches = {{0, 2}}});
  } else {
    result.inactive.push_back(0);
  }
  result.inactive.push_back(1);
  return result;
}

const std::vector<BetaPrior> priors{{.2, 10}, {.3, 10}, {.5, 4}, {.6, 4}};

// A case of `findings` findings and `causes` causes, all drawn by `random`; numbers: priors first, then cause by cause.
FitCase random_case(std::mt19937& random, std::size_t causes, std::size_t findings) {
  std::uniform_real_distribution<double> unit(0, 1);
  FitCase result;
  for (std::size_t f = 0; f < findings; ++f) {
    result.findings.push_back({.leak = .3 * unit(random), .present = unit(random) < .5, .weight = unit(random) < .5 ? 1 : .2});
  }
  for (std::size_t c = 0; c < causes; ++c) {
    CaseCause cause{.prior = c, .touches = {}};
    for (std::size_t f = 0; f < findings; ++f) cause.touches.push_back({f, causes + c * findings + f});
    const double draw = unit(random);
    if (draw < .4) {
      result.active.push_back(cause);
    } else if (draw < .7) {
      result.maybe.push_back(cause);
    } else {
      result.inactive.push_back(c);
    }
  }
  return result;
}

}  // namespace

TEST_CASE("a prior moves to the mean of the author's number and the share of the cases, by their weights") {
  std::vector<FitCase> cases(30, seen(false, true));
  cases.resize(40, seen(false, false));
  const auto estimate = maximise(cases, priors);
  CHECK(estimate.values[0] == Approx((10 * .2 + 30) / (10 + 40)));
  CHECK(estimate.values[1] == Approx((10 * .3 + 0) / (10 + 40)));
  CHECK(estimate.values[3] == .6);  // no case speaks of it
  CHECK(estimate.cases[0] == 40);
  CHECK(estimate.cases[3] == 0);
}

TEST_CASE("a strength is what is left when the leak's share is taken off") {
  // Of very many cases with the cause, 55 % show the finding: 1 - .9 * (1 - w) = .55 gives w = .5.
  std::vector<FitCase> cases(5500, seen(true, true));
  cases.resize(10000, seen(false, true));
  const std::vector<BetaPrior> far_off{{.2, 10}, {.3, 10}, {.9, 1}, {.6, 4}};
  CHECK(maximise(cases, far_off).values[2] == Approx(.5).margin(1e-3));
}

TEST_CASE("few cases move little, and less the more the authors' numbers weigh") {
  const std::vector<FitCase> one{seen(true, true)};
  double before = 1;
  for (const double weight : {1., 10., 100., 1000.}) {
    const double moved =
        std::abs(maximise(one, std::vector<BetaPrior>{{.2, weight}, {.3, weight}, {.5, weight}, {.6, weight}}).values[2] - .5);
    CHECK(moved > 0);
    CHECK(moved < before);
    before = moved;
  }
  CHECK(before < .001);
}

TEST_CASE("every round raises the posterior density, and its end is a maximum") {
  std::mt19937 random(20261125);
  for (int trial = 0; trial < 20; ++trial) {
    constexpr std::size_t causes = 4;
    constexpr std::size_t findings = 3;
    std::vector<FitCase> cases;
    for (int i = 0; i < 12; ++i) cases.push_back(random_case(random, causes, findings));
    std::vector<BetaPrior> numbers;
    std::uniform_real_distribution<double> unit(.05, .95);
    for (std::size_t i = 0; i < causes + causes * findings; ++i) numbers.push_back({unit(random), 3});
    const auto estimate = maximise(cases, numbers);
    for (std::size_t round = 1; round < estimate.objective.size(); ++round) {
      CHECK(estimate.objective[round] >= estimate.objective[round - 1] - 1e-9);
    }
    // No single number, moved either way, does better.
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      for (const double step : {-1e-3, 1e-3}) {
        auto moved = estimate.values;
        moved[i] = std::clamp(moved[i] + step, 1e-6, 1 - 1e-6);
        CHECK(objective_at(cases, numbers, moved) <= estimate.objective.back() + 1e-6);
      }
    }
  }
}

TEST_CASE("the likelihood of a case with causes that may be active equals the sum over all their states") {
  std::mt19937 random(7);
  const std::vector<double> values{.2, .3, .7, .4, .9, .15};
  for (int trial = 0; trial < 50; ++trial) {
    auto labelled = random_case(random, 2, 2);
    double sum = 0;
    // Every cause is put in every state; only those that the label allows count.
    for (unsigned state = 0; state < 4; ++state) {
      double joint = 1;
      std::vector<double> miss;
      for (const auto& finding : labelled.findings) miss.push_back(1 - finding.leak);
      for (std::size_t c = 0; c < 2; ++c) {
        const bool on = (state >> c & 1U) != 0;
        const auto named = [&](const auto& list) { return std::ranges::find(list, c, &CaseCause::prior) != list.end(); };
        if ((on && !named(labelled.active) && !named(labelled.maybe)) || (!on && named(labelled.active))) joint = 0;
        joint *= on ? values[c] : 1 - values[c];
        for (std::size_t f = 0; f < 2 && on; ++f) miss[f] *= 1 - values[2 + 2 * c + f];
      }
      for (std::size_t f = 0; f < 2; ++f) {
        joint *= labelled.findings[f].present ? 1 - miss[f] : std::pow(miss[f], labelled.findings[f].weight);
      }
      sum += joint;
    }
    CHECK(objective_at(std::vector{labelled}, {}, values) == Approx(std::log(sum)));
  }
}
