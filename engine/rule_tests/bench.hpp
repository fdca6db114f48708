// All cases, ready to be judged: rules and cases loaded once, each case's inputs read and scanned once. Coverage and mutation
// start from here.
#pragma once

#include "diagnose/load.hpp"
#include "rule_tests/judge.hpp"
#include "syncdx/rule_tests.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace syncdx::rule_tests {

// A case whose inputs could be read.
struct PreparedCase {
  const TestCase* test = nullptr;
  Gathered gathered;
  Concluded concluded;  // under the rules as they are

  [[nodiscard]] Trial trial(const rules::RuleSet& rules) const { return {rules, *test, gathered, concluded}; }
};

struct Bench {
  Knowledge knowledge;
  std::vector<TestCase> cases;
  std::vector<std::optional<PreparedCase>> prepared;  // one per case; none where its inputs cannot be read
  std::vector<CaseResult> results;                    // one per case

  [[nodiscard]] const rules::RuleSet& rules() const { return *knowledge.rules; }
};

// Gathers, concludes and judges all cases; fills `prepared` and `results`.
void run_cases(Bench& bench, unsigned threads);

// The rules that stand in some files and directories, or all.
class Part {
 public:
  explicit Part(const std::vector<std::string>& paths);  // empty: all
  [[nodiscard]] bool holds(const SourceRange& where) const;

 private:
  std::vector<std::filesystem::path> paths_;
};

[[nodiscard]] Coverage measure_coverage(const Bench& bench, const Part& part, unsigned threads);

// The verdicts of the tests on mutants of the rules that are asked for; cases that do not pass are left out.
[[nodiscard]] Mutation measure_mutation(const Bench& bench, const Part& part, const TestOptions& options);

}  // namespace syncdx::rule_tests
