// The posterior of all causes and ten groups on a network of the size of a large rule set: 200 causes, 500 findings, 10 to 15
// links per cause, 25 present findings in one component. `touched`: how many present findings a cause shows at most; the more,
// the wider the tables. The cases by density draw all links by lot: a cause of QMR-DT shows 2 % of the findings (Shwe et al.
// 1991: 534 diseases, 4,040 findings, 40,740 links).
#include "infer/explain.hpp"
#include "infer/posterior.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace {

using namespace syncdx::infer;

constexpr std::size_t causes = 200;
constexpr std::size_t findings = 500;
constexpr std::size_t present = 25;

struct Case {
  CausalNetwork network;
  std::vector<State> states;
  std::vector<std::vector<CauseId>> groups;
};

// The first 25 findings are present. Each of the first 24 causes shows two neighbouring ones, which makes them one component;
// the others show up to `touched` of them, drawn by lot, as often as `share` says.
Case make_case(std::size_t touched, double share, std::size_t least_links = 10) {
  std::mt19937_64 random(25);
  std::uniform_real_distribution<double> uniform(0, 1);
  NetworkSpec spec;
  for (std::size_t f = 0; f < findings; ++f) spec.leaks.push_back(0.002 + 0.05 * uniform(random));
  for (CauseId c = 0; c < causes; ++c) {
    spec.priors.push_back(0.004 + 0.04 * uniform(random));
    std::vector<FindingId> shows;
    const auto add = [&](FindingId finding) {
      if (std::ranges::find(shows, finding) == shows.end()) shows.push_back(finding);
    };
    if (c + 1 < present) {
      add(c);
      add(c + 1);
    } else if (uniform(random) < share) {
      for (std::size_t i = 0; i < touched; ++i) add(random() % present);
    }
    const std::size_t first = touched == 0 ? 0 : present;
    while (shows.size() < least_links + c % 6) add(first + random() % (findings - first));
    for (const auto finding : shows) spec.links.push_back({c, finding, 0.05 + 0.94 * uniform(random)});
  }
  std::vector<State> states;
  for (std::size_t f = 0; f < findings; ++f) {
    states.push_back(f < present ? State::present : f % 3 == 0 ? State::unknown : State::absent);
  }
  std::vector<std::vector<CauseId>> groups(10);
  for (CauseId c = 0; c < causes; ++c) groups[c % 10].push_back(c);
  return {std::move(*CausalNetwork::build(std::move(spec))), std::move(states), std::move(groups)};
}

void run(benchmark::State& state, std::size_t touched, double share, std::size_t least_links = 10) {
  const auto given = make_case(touched, share, least_links);
  Posterior found;
  for (auto _ : state) {
    found = infer(given.network, given.states, given.groups);
    benchmark::DoNotOptimize(found);
  }
  state.counters["exact"] = found.exact ? 1 : 0;
  state.counters["error_bound"] = found.error_bound;
}

BENCHMARK_CAPTURE(run, posterior_density_2_percent, 0, 0.0, 8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_density_3_percent, 0, 0.0, 13)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_density_4_percent, 0, 0.0, 18)->Unit(benchmark::kMillisecond);
// Each of the 176 other causes shows one present finding more often than not.
BENCHMARK_CAPTURE(run, posterior_sparse, 1, 0.6)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_two_shared_by_a_tenth, 2, 0.1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_three_shared_by_a_tenth, 3, 0.1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_six_shared_by_a_tenth, 6, 0.1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_two_shared_by_all, 2, 1.0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, posterior_six_shared_by_all, 6, 1.0)->Unit(benchmark::kMillisecond);

void explain_a_cause(benchmark::State& state) {
  const auto given = make_case(2, 0.1);
  for (auto _ : state) benchmark::DoNotOptimize(Explainer(given.network, given.states).explain(0));
}
BENCHMARK(explain_a_cause)->Unit(benchmark::kMillisecond);

void find_smallest_change(benchmark::State& state) {
  const auto given = make_case(2, 0.1);
  const auto posterior = infer(given.network, given.states, {});
  std::vector<CauseId> candidates;
  for (CauseId c = 0; c < causes; ++c) candidates.push_back(c);
  std::ranges::sort(candidates, std::ranges::greater{}, [&](auto c) { return posterior.causes[c]; });
  candidates.resize(5);
  for (auto _ : state) benchmark::DoNotOptimize(smallest_change(given.network, given.states, candidates));
}
BENCHMARK(find_smallest_change)->Unit(benchmark::kMillisecond);

}  // namespace
