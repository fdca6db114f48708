// What the rules' own tests get for an answer, under any rules: the cases' inputs, without their verdicts.
#pragma once

#include "diagnose/load.hpp"
#include "rule_tests/case_model.hpp"
#include "syncdx/evaluate.hpp"

#include <span>
#include <string>
#include <vector>

namespace syncdx::rule_changes {

struct ReadTest {
  rule_tests::TestCase test;
  evaluate::LabelledCase label;  // file and name, the issue and cause that the test wants first, empty where it wants none
};

// The cases of all case files of `paths`, with their names looked up in `rules`; or all problems of these files.
[[nodiscard]] tl::expected<std::vector<ReadTest>, std::vector<Diagnostic>> read_tests(std::span<const std::string> paths,
                                                                                      const rules::RuleSet& rules);

// One for each test, in order; the rules need not be those that the tests were read with.
[[nodiscard]] std::vector<evaluate::CaseOutcome> answers_to(std::span<const ReadTest> tests, const Knowledge& knowledge,
                                                            const evaluate::EvaluateOptions& options);

}  // namespace syncdx::rule_changes
