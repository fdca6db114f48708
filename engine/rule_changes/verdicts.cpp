#include "rule_changes/verdicts.hpp"

#include "base/on_threads.hpp"
#include "base/yaml_tree.hpp"
#include "diagnose/gather.hpp"
#include "evaluate/judge.hpp"
#include "logs/input.hpp"
#include "rule_tests/judge.hpp"
#include "rule_tests/read_cases.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <set>

namespace syncdx::rule_changes {
namespace {

// A bare id may mean causes of several issues: then the issue is not known.
evaluate::LabelledCase label_of(const std::string& id, const rule_tests::TestCase& test, const rules::RuleSet& rules) {
  evaluate::LabelledCase label{.id = id};
  if (const auto& cause = test.expect.cause) {
    std::set<std::string> issues;
    for (const auto index : cause->causes) issues.insert(rules.issues[rules.causes[index].issue].id);
    label.cause = rules.causes[cause->causes.front()].id;
    if (issues.size() == 1) label.issue = *issues.begin();
  }
  if (test.expect.issue) label.issue = rules.issues[*test.expect.issue].id;
  return label;
}

TestAnswer answer_to(const ReadTest& read, const std::optional<rule_tests::TestCase>& test, const Knowledge& knowledge,
                     const logs::Redactor& redactor) {
  const auto& rules = *knowledge.rules;
  const auto label = test ? label_of(read.id, *test, rules) : evaluate::LabelledCase{.id = read.id};
  const auto gathered = gather(knowledge.plan, read.given());
  evaluate::ExaminedCase examined;
  TestAnswer answer;
  if (gathered) {
    examined.platform = gathered->head.platform;
    examined.findings = evidence::find(rules, gathered->evidence);
    if (test) {
      if (const auto concluded = rule_tests::conclude(rules, *gathered)) {
        const rule_tests::Trial trial{rules, *test, *gathered, *concluded};
        answer.passed = !rule_tests::is_failure(rule_tests::status_of(trial, rule_tests::judge(trial)));
      }
    }
  } else {
    examined.failure = gathered.error();
  }
  answer.outcome = evaluate::judge(rules, label, examined, evaluate::Depth::verdict, redactor);
  return answer;
}

// Of each case in the file, ascending; none if it is no case file.
std::vector<std::uint32_t> first_lines_of_cases(const std::string& path) {
  std::vector<std::uint32_t> lines;
  const auto text = logs::read_document(path, max_yaml_bytes);
  const auto tree = text ? parse_yaml(path, *text) : Result<YamlNode>(YamlNode{});
  const auto* cases = tree ? tree->find("cases") : nullptr;
  if (cases == nullptr) return lines;
  for (const auto& item : cases->items) lines.push_back(item.where.begin.line);
  return lines;
}

// Whether one of the sets of rules can read the case that the place lies in.
bool is_read(std::span<const ReadTest> tests, std::span<const std::uint32_t> first_lines, const SourceRange& place) {
  const auto next = std::ranges::upper_bound(first_lines, place.begin.line);
  if (next == first_lines.begin()) return false;  // it concerns the whole file
  const auto first = *std::prev(next);
  const auto end = next == first_lines.end() ? std::numeric_limits<std::uint32_t>::max() : *next;
  return std::ranges::any_of(tests, [&](const ReadTest& test) {
    const auto& where = (test.after ? test.after : test.before)->where;
    return where.path == place.path && first <= where.begin.line && where.begin.line < end;
  });
}

}  // namespace

ReadTests read_tests(std::span<const std::string> paths, const rules::RuleSet& before, const rules::RuleSet& after) {
  ReadTests result;
  const auto files = rule_tests::find_case_files(paths, result.problems);
  std::map<std::string, std::size_t> place;
  const auto read = [&](const rules::RuleSet& rules, std::optional<rule_tests::TestCase> ReadTest::*side) {
    std::vector<Diagnostic> problems;
    for (auto& test : rule_tests::load_cases(files, rules, problems)) {
      const auto id = test.where.path + ": " + test.name;
      const auto [known, is_new] = place.emplace(id, result.tests.size());
      if (is_new) result.tests.push_back({.id = id, .before = {}, .after = {}});
      result.tests[known->second].*side = std::move(test);
    }
    return problems;
  };
  const auto problems = read(after, &ReadTest::after);
  (void)read(before, &ReadTest::before);
  for (const auto& file : files) {
    const auto first_lines = first_lines_of_cases(file);
    for (const auto& problem : problems) {
      if (problem.where.path == file && !is_read(result.tests, first_lines, problem.where)) result.problems.push_back(problem);
    }
  }
  std::ranges::copy_if(problems, std::back_inserter(result.problems),
                       [](const auto& problem) { return problem.where.path.empty(); });
  return result;
}

std::vector<TestAnswer> answers_to(std::span<const ReadTest> tests, Side side, const Knowledge& knowledge,
                                   const evaluate::EvaluateOptions& options) {
  const logs::Redactor redactor(options.redaction_key);
  std::vector<TestAnswer> answers(tests.size());
  on_threads(options.threads, tests.size(), [&](std::size_t i) {
    const auto& test = side == Side::before ? tests[i].before : tests[i].after;
    answers[i] = answer_to(tests[i], test, knowledge, redactor);
  });
  return answers;
}

}  // namespace syncdx::rule_changes
