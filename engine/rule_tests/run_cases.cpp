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
  result.status = status_of(trial, result.mismatches);
  result.remark = result.status == Status::vacuous ? vacuous(trial) : trial.test.expect_failure;
  if (!result.mismatches.empty()) add_reasons(trial, result);
}

}  // namespace

Status status_of(const Trial& trial, const std::vector<Mismatch>& mismatches) {
  const bool may_miss = !trial.test.expect_failure.empty();
  if (!mismatches.empty()) return may_miss ? Status::known_miss : Status::failed;
  if (!vacuous(trial).empty()) return Status::vacuous;
  return may_miss ? Status::no_miss : Status::passed;
}

Part::Part(const std::vector<std::string>& paths) {
  for (const auto& path : paths) {
    const auto normal = std::filesystem::weakly_canonical(path);
    paths_.push_back(normal.has_filename() ? normal : normal.parent_path());
  }
}

bool Part::holds(const SourceRange& where) const {
  if (paths_.empty()) return true;
  const auto path = std::filesystem::weakly_canonical(where.path);
  return std::ranges::any_of(paths_, [&](const std::filesystem::path& directory) {
    return std::ranges::mismatch(directory, path).in1 == directory.end();
  });
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

  const Part part(options.of);
  const auto stands_there = [&](const auto& item) { return part.holds(item.where); };
  const auto& rules = bench.rules();
  if (std::ranges::none_of(rules.symptoms, stands_there) && std::ranges::none_of(rules.causes, stands_there) &&
      std::ranges::none_of(rules.solutions, stands_there) && !options.of.empty()) {
    return tl::unexpected(std::vector<Diagnostic>{{.code = "T002",
                                                   .message = "none of the rules stands in " + options.of.front(),
                                                   .help = "name a file or directory of the rules that are tested"}});
  }

  const unsigned threads = std::max(1U, options.threads);
  const auto first_case = Clock::now();
  run_cases(bench, threads);
  run.run_milliseconds = milliseconds_since(first_case);
  if (options.extra == TestOptions::Extra::coverage) run.coverage = measure_coverage(bench, part, threads);
  const bool good = std::ranges::none_of(bench.results, [](const auto& result) { return is_failure(result.status); });
  if (options.extra == TestOptions::Extra::mutation && good) {
    const auto first_mutant = Clock::now();
    run.mutation = measure_mutation(bench, part, options);
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
