// What the rules' own tests get for an answer under two sets of rules.
#pragma once

#include "diagnose/load.hpp"
#include "rule_tests/case_model.hpp"
#include "syncdx/evaluate.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncdx::rule_changes {

// A test as both sets of rules read it; one of them may not know all the names in it.
struct ReadTest {
  std::string id;  // file and name
  std::optional<rule_tests::TestCase> before, after;

  [[nodiscard]] const Case& given() const { return (after ? after : before)->given; }
};

struct ReadTests {
  std::vector<ReadTest> tests;       // at least one of the two sets can read each
  std::vector<Diagnostic> problems;  // what neither can read
};

[[nodiscard]] ReadTests read_tests(std::span<const std::string> paths, const rules::RuleSet& before,
                                   const rules::RuleSet& after);

struct TestAnswer {
  evaluate::CaseOutcome outcome;
  std::optional<bool> passed;  // unknown where these rules do not know its names
};

enum class Side { before, after };

// One for each test, in order. The right issue and cause of an outcome are those that the test wants first, empty where it
// wants none. Probabilities are those of a diagnosis, as everywhere; `rules test` judges without its allowance for texts that
// mislead.
[[nodiscard]] std::vector<TestAnswer> answers_to(std::span<const ReadTest> tests, Side side, const Knowledge& knowledge,
                                                 const evaluate::EvaluateOptions& options);

}  // namespace syncdx::rule_changes
