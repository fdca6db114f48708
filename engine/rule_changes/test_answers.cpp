#include "rule_changes/test_answers.hpp"

#include "base/on_threads.hpp"
#include "diagnose/gather.hpp"
#include "evaluate/judge.hpp"
#include "rule_tests/judge.hpp"
#include "rule_tests/read_cases.hpp"

#include <algorithm>
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
      if (const auto concluded = rule_tests::conclude(rules, *gathered))
        answer.passed = rule_tests::judge({rules, *test, *gathered, *concluded}).empty();
    }
  } else {
    examined.failure = gathered.error();
  }
  answer.outcome = evaluate::judge(rules, label, examined, evaluate::Depth::verdict, redactor);
  return answer;
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
  const auto new_problems = read(after, &ReadTest::after);
  const auto old_problems = read(before, &ReadTest::before);
  for (const auto& problem : new_problems) {
    const auto is_same = [&](const Diagnostic& other) {
      return other.code == problem.code && other.where == problem.where && other.message == problem.message;
    };
    if (std::ranges::any_of(old_problems, is_same)) result.problems.push_back(problem);
  }
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
