#include "syncdx/rule_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace syncdx::rule_tests {
namespace {

std::string place(const SourceRange& where) { return fmt::format("{}:{}", where.path, where.begin.line); }

std::string share(std::size_t part, std::size_t whole) {
  return whole == 0
             ? "none"
             : fmt::format("{} of {} ({:.1f} %)", part, whole, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string short_name(std::string_view full) {
  const auto dot = full.rfind('.');
  return std::string(dot == std::string_view::npos ? full : full.substr(dot + 1));
}

// The two causes' weights side by side, and what made the difference.
std::string reasons(const CaseResult& result) {
  if (result.why.empty()) return {};
  const auto expected = short_name(result.expected_cause);
  const auto found = short_name(result.found_cause);
  std::size_t width = 24;
  for (const auto& row : result.why) width = std::max(width, row.finding.size() + row.state.size() + 3);
  const auto columns = [&](std::string_view name, std::string_view left, std::string_view right) {
    return fmt::format("      {:<{}}  {:>{}}  {:>{}}\n", name, width, left, expected.size(), right, found.size());
  };
  std::string text = columns("weight (log10 odds) for", expected, found);
  for (const auto& row : result.why) {
    const auto name = row.state.empty() ? row.finding : fmt::format("{} ({})", row.finding, row.state);
    text += columns(name, fmt::format("{:+.2f}", row.expected), fmt::format("{:+.2f}", row.found));
  }
  const auto most = std::ranges::max_element(result.why, {}, [](const auto& row) { return row.found - row.expected; });
  if (most->found > most->expected) {
    text += fmt::format("      what outweighed: {} ({:+.2f} for {} against {})\n", most->finding, most->found - most->expected,
                        found, expected);
  }
  return text;
}

std::string one_case(const CaseResult& result) {
  std::string text;
  switch (result.status) {
    case Status::passed:
      return fmt::format("ok       {}: {} ({:.1f} ms)\n", place(result.where), result.name, result.milliseconds);
    case Status::failed:
      text = fmt::format("FAILED   {}: {}\n", place(result.where), result.name);
      break;
    case Status::known_miss:
      return fmt::format("known    {}: {}\n           {}\n", place(result.where), result.name, result.remark);
    case Status::no_miss:
      return fmt::format("FAILED   {}: {}\n           it passes now, so take expect_failure out: {}\n", place(result.where),
                         result.name, result.remark);
    case Status::vacuous:
      return fmt::format("VACUOUS  {}: {}\n           {}\n", place(result.where), result.name, result.remark);
    case Status::unreadable:
      return fmt::format("FAILED   {}: {}\n           {}\n", place(result.where), result.name, result.remark);
  }
  for (const auto& [what, expected, found] : result.mismatches) {
    text += fmt::format("    {}\n      expected  {}\n      found     {}\n", what, expected, found);
  }
  return text + reasons(result);
}

std::string coverage_text(const Coverage& coverage) {
  std::string text = "COVERAGE\n";
  for (const auto& [kind, exercised, total] : coverage.figures)
    text += fmt::format("  {:<16} {}\n", kind, share(exercised, total));
  std::string kind;
  for (const auto& gap : coverage.gaps) {
    if (gap.kind != kind) text += fmt::format("\n  {} without a case:\n", gap.kind);
    kind = gap.kind;
    text += fmt::format("    {}: {}: {}\n", place(gap.where), gap.name, gap.reason);
  }
  return text + "\n";
}

std::string mutation_text(const TestRun& run) {
  const auto& mutants = run.mutation.mutants;
  const auto killed =
      static_cast<std::size_t>(std::ranges::count_if(mutants, [](const auto& m) { return !m.killed_by.empty(); }));
  std::string text = "MUTATION\n";
  std::map<std::string, std::pair<std::size_t, std::size_t>> kinds;
  for (const auto& mutant : mutants) {
    auto& [dead, all] = kinds[mutant.kind];
    ++all;
    if (!mutant.killed_by.empty()) ++dead;
  }
  for (const auto& [kind, counts] : kinds)
    text += fmt::format("  {:<24} {} killed\n", kind, share(counts.first, counts.second));
  if (killed < mutants.size()) text += "\n  survived: no example and no case notices\n";
  for (const auto& mutant : mutants) {
    if (mutant.killed_by.empty()) text += fmt::format("    {}: {}: {}\n", place(mutant.where), mutant.kind, mutant.what);
  }
  return text + fmt::format("\n  mutation score {:.3f}: {} mutants killed, of {} possible ones; {:.1f} s\n\n",
                            mutants.empty() ? 1.0 : static_cast<double>(killed) / static_cast<double>(mutants.size()),
                            share(killed, mutants.size()), run.mutation.possible, run.mutation_milliseconds / 1000);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(const TestRun& run) {
  const auto count = [&](Status status) {
    return static_cast<std::size_t>(std::ranges::count(run.cases, status, &CaseResult::status));
  };
  std::string text =
      fmt::format("{} in {}: {} passed", counted(run.cases.size(), "case"), counted(run.files, "file"), count(Status::passed));
  for (const auto status : {Status::failed, Status::vacuous, Status::no_miss, Status::unreadable, Status::known_miss}) {
    if (const auto n = count(status)) text += fmt::format(", {} {}", n, name_of(status));
  }
  return text + fmt::format(" ({:.2f} s, and {:.2f} s to load)\n", run.run_milliseconds / 1000, run.load_milliseconds / 1000);
}

}  // namespace

std::string to_text(const TestRun& run, Detail detail) {
  std::string text;
  for (const auto& result : run.cases) {
    if (detail == Detail::every_case || is_failure(result.status) || result.status == Status::known_miss)
      text += one_case(result);
  }
  if (!text.empty()) text += "\n";
  if (!run.coverage.figures.empty()) text += coverage_text(run.coverage);
  if (run.mutation.possible > 0) text += mutation_text(run);
  return text + summary(run);
}

}  // namespace syncdx::rule_tests
