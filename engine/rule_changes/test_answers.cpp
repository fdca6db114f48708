#include "rule_changes/test_answers.hpp"

#include "base/on_threads.hpp"
#include "base/print_diagnostic.hpp"
#include "diagnose/gather.hpp"
#include "evaluate/judge.hpp"
#include "rule_tests/read_cases.hpp"

#include <algorithm>

namespace syncdx::rule_changes {
namespace {

evaluate::LabelledCase label_of(const rule_tests::TestCase& test, const rules::RuleSet& rules) {
  evaluate::LabelledCase label{.id = test.where.path + ": " + test.name};
  if (const auto& cause = test.expect.cause) {
    const auto& right = rules.causes[cause->causes.front()];
    label.cause = right.id;
    label.issue = rules.issues[right.issue].id;
  }
  if (test.expect.issue) label.issue = rules.issues[*test.expect.issue].id;
  return label;
}

}  // namespace

tl::expected<std::vector<ReadTest>, std::vector<Diagnostic>> read_tests(std::span<const std::string> paths,
                                                                        const rules::RuleSet& rules) {
  std::vector<Diagnostic> problems;
  auto tests = rule_tests::load_cases(rule_tests::find_case_files(paths, problems), rules, problems);
  if (!problems.empty()) {
    sort_diagnostics(problems);
    return tl::unexpected(std::move(problems));
  }
  std::vector<ReadTest> result;
  for (auto& test : tests) {
    auto label = label_of(test, rules);
    result.push_back({std::move(test), std::move(label)});
  }
  return result;
}

std::vector<evaluate::CaseOutcome> answers_to(std::span<const ReadTest> tests, const Knowledge& knowledge,
                                              const evaluate::EvaluateOptions& options) {
  const logs::Redactor redactor(options.redaction_key);
  std::vector<evaluate::CaseOutcome> outcomes(tests.size());
  on_threads(options.threads, tests.size(), [&](std::size_t i) {
    const auto gathered = gather(knowledge.plan, tests[i].test.given);
    evaluate::ExaminedCase examined;
    if (gathered) {
      examined.platform = gathered->head.platform;
      examined.findings = evidence::find(*knowledge.rules, gathered->evidence);
    } else {
      examined.failure = gathered.error();
    }
    outcomes[i] = evaluate::judge(*knowledge.rules, tests[i].label, examined, evaluate::Depth::verdict, redactor);
  });
  return outcomes;
}

}  // namespace syncdx::rule_changes
