#include "rule_tests/bench.hpp"

#include "base/on_threads.hpp"
#include "base/print_diagnostic.hpp"
#include "rule_tests/read_cases.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace syncdx::rule_tests {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void settle(const Trial& trial, CaseResult& result) {
  result.mismatches = judge(trial);
  const auto& reason = trial.test.expect_failure;
  if (!result.mismatches.empty()) {
    result.status = reason.empty() ? Status::failed : Status::known_miss;
    result.remark = reason;
    add_reasons(trial, result);
    return;
  }
  result.status = reason.empty() ? Status::passed : Status::no_miss;
  result.remark = reason;
  if (auto why = vacuous(trial); !why.empty()) {
    result.status = Status::vacuous;
    result.remark = std::move(why);
  }
}

}  // namespace

Part::Part(const std::vector<std::string>& paths) {
  for (const auto& path : paths) {
    auto normal = std::filesystem::absolute(path).lexically_normal();
    paths_.push_back(normal.has_filename() ? normal : normal.parent_path());
  }
}

bool Part::holds(const SourceRange& where) const {
  const auto path = std::filesystem::absolute(where.path).lexically_normal();
  const auto is_below = [&](const std::filesystem::path& directory) {
    return std::ranges::mismatch(directory, path).in1 == directory.end();
  };
  return paths_.empty() || std::ranges::any_of(paths_, is_below);
}

void run_cases(Bench& bench, unsigned threads) {
  const auto count = bench.cases.size();
  bench.prepared.resize(count);
  bench.results.resize(count);
  on_threads(threads, count, [&](std::size_t i) {
    const auto start = Clock::now();
    const auto& test = bench.cases[i];
    auto& result = bench.results[i];
    result.name = test.name;
    result.where = test.where;
    const auto broken = [&](const Diagnostic& problem) {
      result.status = Status::unreadable;
      result.remark = problem.message;
    };
    auto gathered = gather(bench.knowledge.plan, test.given);
    if (!gathered) return broken(gathered.error());
    auto concluded = conclude(bench.rules(), *gathered);
    if (!concluded) return broken(concluded.error());
    bench.prepared[i].emplace(&test, std::move(*gathered), std::move(*concluded));
    settle(bench.prepared[i]->trial(bench.rules()), result);
    result.milliseconds = milliseconds_since(start);
  });
}

Checked<TestRun> run_tests(const TestOptions& options) {
  const auto start = Clock::now();
  auto knowledge =
      load_knowledge({.rule_paths = options.rule_paths, .cache_dir = options.cache_dir, .workload = Workload::few_lines});
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  std::vector<Diagnostic> problems;
  const auto files = find_case_files(options.case_paths, problems);
  auto cases = load_cases(files, *knowledge->value.rules, problems);
  if (!problems.empty()) {
    sort_diagnostics(problems);
    return tl::unexpected(std::move(problems));
  }
  Bench bench{.knowledge = std::move(knowledge->value), .cases = std::move(cases), .prepared = {}, .results = {}};
  TestRun run;
  run.files = files.size();
  run.load_milliseconds = milliseconds_since(start);

  const unsigned threads = std::max(1U, options.threads);
  const auto first_case = Clock::now();
  run_cases(bench, threads);
  run.run_milliseconds = milliseconds_since(first_case);
  if (options.extra == TestOptions::Extra::coverage) run.coverage = measure_coverage(bench, Part(options.of), threads);
  const bool good = std::ranges::none_of(bench.results, [](const auto& result) { return is_failure(result.status); });
  if (options.extra == TestOptions::Extra::mutation && good) {
    const auto first_mutant = Clock::now();
    run.mutation = measure_mutation(bench, options);
    run.mutation_milliseconds = milliseconds_since(first_mutant);
  }
  run.cases = std::move(bench.results);
  return Loaded<TestRun>{std::move(run), std::move(knowledge->warnings)};
}

std::string_view name_of(Status status) noexcept {
  switch (status) {
    case Status::passed:
      return "passed";
    case Status::failed:
      return "failed";
    case Status::vacuous:
      return "vacuous";
    case Status::known_miss:
      return "known miss";
    case Status::no_miss:
      return "no miss any more";
    case Status::unreadable:
      break;
  }
  return "unreadable";
}

bool is_failure(Status status) noexcept { return status != Status::passed && status != Status::known_miss; }

bool passed(const TestRun& run) noexcept {
  return std::ranges::none_of(run.cases, [](const auto& result) { return is_failure(result.status); });
}

}  // namespace syncdx::rule_tests
