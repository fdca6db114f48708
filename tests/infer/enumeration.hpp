// The oracle: a case's posterior by summing over all states of all causes, and random networks to hold against it. Shares no
// code with the engine; probabilities of findings are put together by products, so that it is exact where 1 - p would cancel.
#pragma once

#include "infer/posterior.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace syncdx::infer::testing {

struct RandomCase {
  NetworkSpec spec;
  std::vector<State> states;
  std::vector<std::vector<CauseId>> groups;
};

enum class Extremes { mild, harsh };  // harsh: 1e-6 .. 1 - 1e-6, strengths of 1, leaks of 0

inline double random_probability(std::mt19937_64& random, Extremes extremes) {
  const double uniform = std::uniform_real_distribution<double>(0.01, 0.95)(random);
  if (extremes == Extremes::mild) return uniform;
  switch (random() % 4) {
    case 0:
      return 1e-6;
    case 1:
      return 1 - 1e-6;
    case 2:
      return std::exp(std::uniform_real_distribution<double>(std::log(1e-6), std::log(0.5))(random));
    default:
      return uniform;
  }
}

inline RandomCase random_case(std::mt19937_64& random, std::size_t most_causes, std::size_t most_findings, Extremes extremes) {
  RandomCase made;
  const std::size_t causes = random() % (most_causes + 1);
  const std::size_t findings = random() % (most_findings + 1);
  const double density = std::uniform_real_distribution<double>(0.05, 0.8)(random);
  const double share_present = std::uniform_real_distribution<double>(0.2, 1.0)(random);
  const bool harsh = extremes == Extremes::harsh;
  for (std::size_t c = 0; c < causes; ++c) made.spec.priors.push_back(random_probability(random, extremes));
  for (std::size_t f = 0; f < findings; ++f) {
    made.spec.leaks.push_back(harsh && random() % 4 == 0 ? 0 : random_probability(random, extremes));
    const bool present = std::bernoulli_distribution(share_present)(random);
    made.states.push_back(present ? State::present : random() % 2 == 0 ? State::absent : State::unknown);
  }
  for (CauseId c = 0; c < causes; ++c) {
    for (FindingId f = 0; f < findings; ++f) {
      if (!std::bernoulli_distribution(density)(random)) continue;
      made.spec.links.push_back({c, f, harsh && random() % 6 == 0 ? 1 : random_probability(random, extremes)});
    }
  }
  made.groups.resize(4);
  for (CauseId c = 0; c < causes; ++c) {
    made.groups[0].push_back(c);
    made.groups[1 + random() % 2].push_back(c);
  }
  return made;
}

// As the engine documents: nothing is quite impossible.
inline double floored(double probability) { return std::max(probability, 1e-12); }

inline double probability_of_states(const RandomCase& given, std::uint64_t active) {
  std::vector<double> shown;
  std::vector<double> not_shown;
  for (const double leak : given.spec.leaks) {
    shown.push_back(floored(leak));
    not_shown.push_back(1 - floored(leak));
  }
  for (const auto& link : given.spec.links) {
    if ((active >> link.cause & 1U) == 0) continue;
    const double miss = floored(1 - link.strength);
    shown[link.finding] += not_shown[link.finding] * (1 - miss);
    not_shown[link.finding] *= miss;
  }
  double probability = 1;
  for (FindingId f = 0; f < given.states.size(); ++f) {
    if (given.states[f] == State::present) probability *= shown[f];
    if (given.states[f] == State::absent) probability *= not_shown[f];
  }
  for (CauseId c = 0; c < given.spec.priors.size(); ++c) {
    probability *= (active >> c & 1U) != 0 ? given.spec.priors[c] : 1 - given.spec.priors[c];
  }
  return probability;
}

inline Posterior by_enumeration(const RandomCase& given) {
  Posterior result;
  result.causes.resize(given.spec.priors.size());
  result.groups.resize(given.groups.size());
  double all = 0;
  for (std::uint64_t active = 0; active < (std::uint64_t{1} << given.spec.priors.size()); ++active) {
    const double probability = probability_of_states(given, active);
    all += probability;
    for (CauseId c = 0; c < result.causes.size(); ++c) {
      if ((active >> c & 1U) != 0) result.causes[c] += probability;
    }
    for (std::size_t g = 0; g < result.groups.size(); ++g) {
      const bool some = std::ranges::any_of(given.groups[g], [&](CauseId c) { return (active >> c & 1U) != 0; });
      if (some) result.groups[g] += probability;
    }
  }
  for (auto& probability : result.causes) probability /= all;
  for (auto& probability : result.groups) probability /= all;
  result.log_likelihood = std::log(all);
  return result;
}

}  // namespace syncdx::infer::testing
