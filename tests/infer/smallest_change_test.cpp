#include "infer/enumeration.hpp"
#include "infer/explain.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace syncdx::infer {
namespace {

using testing::by_enumeration;
using testing::RandomCase;

std::vector<CauseId> ranked(const RandomCase& given) {
  const auto posterior = by_enumeration(given);
  std::vector<CauseId> order;
  for (CauseId c = 0; c < posterior.causes.size(); ++c) order.push_back(c);
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](auto c) { return posterior.causes[c]; });
  return order;
}

struct Outcome {
  bool overturned = false;
  bool doubtful = false;  // too near to call with rounding
  double old_leader = 0;
};

Outcome outcome_of(RandomCase given, const std::vector<CauseId>& candidates, const std::vector<Change>& changes) {
  for (const auto& change : changes) given.states[change.finding] = change.to;
  const auto posterior = by_enumeration(given);
  double rival = 0;
  for (const auto c : candidates) {
    if (c != candidates.front()) rival = std::max(rival, posterior.causes[c]);
  }
  const double leader = posterior.causes[candidates.front()];
  return {.overturned = rival > leader, .doubtful = std::abs(rival - leader) < 1e-9, .old_leader = leader};
}

std::vector<Change> possible(const RandomCase& given) {
  std::vector<Change> changes;
  for (FindingId f = 0; f < given.states.size(); ++f) {
    if (given.states[f] != State::unknown) {
      changes.push_back({f, State::unknown});
    } else {
      changes.push_back({f, State::absent});
      changes.push_back({f, State::present});
    }
  }
  return changes;
}

// Lowest probability of the old leader over all changes of this many findings that overturn it; infinite if none does.
double weakest_leader(const RandomCase& given, const std::vector<CauseId>& candidates, std::size_t size) {
  double weakest = std::numeric_limits<double>::infinity();
  const auto changes = possible(given);
  const auto consider = [&](const std::vector<Change>& tried) {
    const auto outcome = outcome_of(given, candidates, tried);
    if (outcome.overturned && !outcome.doubtful) weakest = std::min(weakest, outcome.old_leader);
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (size == 1) consider({changes[i]});
    for (std::size_t j = i + 1; size == 2 && j < changes.size(); ++j) {
      if (changes[i].finding != changes[j].finding) consider({changes[i], changes[j]});
    }
  }
  return weakest;
}

}  // namespace

TEST_CASE("the smallest change overturns the leader, no smaller one does, and of equals it is the strongest") {
  std::mt19937_64 random(2);
  std::array<int, 3> seen{};
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    const auto given = testing::random_case(random, 5, 5, testing::Extremes::mild);
    if (given.spec.priors.size() < 2) continue;
    const auto candidates = ranked(given);
    const auto network = *CausalNetwork::build(given.spec);
    const auto found = smallest_change(network, given.states, candidates);
    ++seen[found.size()];
    REQUIRE(found.size() <= 2);
    const double by_one = weakest_leader(given, candidates, 1);
    if (found.size() == 1) {
      const auto outcome = outcome_of(given, candidates, found);
      REQUIRE((outcome.overturned || outcome.doubtful));
      REQUIRE(outcome.old_leader <= by_one + 1e-9);
      continue;
    }
    REQUIRE(by_one == std::numeric_limits<double>::infinity());
    const double by_two = weakest_leader(given, candidates, 2);
    if (found.empty()) {
      REQUIRE(by_two == std::numeric_limits<double>::infinity());
      continue;
    }
    const auto outcome = outcome_of(given, candidates, found);
    REQUIRE((outcome.overturned || outcome.doubtful));
    REQUIRE(outcome.old_leader <= by_two + 1e-9);
  }
  for (const int count : seen) REQUIRE(count > 10);
}

TEST_CASE("with fewer than two candidates nothing can change the leader") {
  const auto network = *CausalNetwork::build({.priors = {0.1}, .leaks = {0.1}, .links = {{0, 0, 0.5}}});
  REQUIRE(smallest_change(network, std::vector{State::present}, std::vector<CauseId>{0}).empty());
  REQUIRE(smallest_change(network, std::vector{State::present}, std::vector<CauseId>{}).empty());
}

}  // namespace syncdx::infer
