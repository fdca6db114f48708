// Holds one case's conclusion against what is expected of it.
#pragma once

#include "rule_tests/conclude.hpp"
#include "syncdx/rule_tests.hpp"

#include <string>
#include <vector>

namespace syncdx::rule_tests {

// One case under one set of rules. References must outlive the call.
struct Trial {
  const rules::RuleSet& rules;
  const TestCase& test;
  const Gathered& gathered;
  const Concluded& concluded;
};

// Which expectations to hold it against: steps need a plan, which costs more than all the rest.
enum class Depth { without_steps, all };

// What did not hold; empty if all did.
[[nodiscard]] std::vector<Mismatch> judge(const Trial& trial, Depth depth = Depth::all);

// Why its negative expectations (`nothing`, `not`) would hold whatever the rules say: nothing that could have spoken against
// them was looked at. Empty if they mean something. A log symptom is looked at if a line was read, a fact if it is known, a
// question if it was answered.
[[nodiscard]] std::string vacuous(const Trial& trial);

// How the case ends if `mismatches` did not hold.
[[nodiscard]] Status status_of(const Trial& trial, const std::vector<Mismatch>& mismatches);

// What the findings weigh for the expected and for the found first cause, if these differ; into `result`.
void add_reasons(const Trial& trial, CaseResult& result);

}  // namespace syncdx::rule_tests
