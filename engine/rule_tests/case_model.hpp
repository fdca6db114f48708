// A rule test as read: what a diagnosis is given, and what is expected of it. Names are resolved to the rules' indices, so a
// case can be judged again under rules of the same shape with other contents. Values only.
#pragma once

#include "rules/model.hpp"
#include "syncdx/engine.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::rule_tests {

// A cause as a case names it: `id`, `issue.id` or `platform.issue.id`. The first two may mean several of the rules' causes (the
// general one and its refinements), of which at most a few hold on one platform.
struct NamedCause {
  std::string name;
  std::vector<rules::CauseIndex> causes;  // ascending, never empty
};

struct ProbabilityRange {
  NamedCause cause;
  double least = 0;  // in [0,1]
  double most = 1;
};

enum class WantedState { present, absent, unknown, recovered };

struct WantedFinding {
  rules::SymptomIndex symptom = 0;
  WantedState state = WantedState::present;
};

// A finding, and the causes whose odds it raises in the case.
struct SpokenFor {
  rules::SymptomIndex symptom = 0;
  std::vector<NamedCause> causes;
};

// What is not mentioned is not looked at. At least one part is given.
struct Expectation {
  std::optional<rules::IssueIndex> issue;     // the likeliest issue
  std::optional<NamedCause> cause;            // the likeliest cause
  std::vector<NamedCause> not_first;          // causes that must not be the likeliest
  std::optional<double> nothing;              // no cause is as probable as this
  std::vector<ProbabilityRange> probability;  // posteriors
  std::vector<NamedCause> raises;             // causes that the evidence makes likelier than their prior
  std::vector<WantedFinding> findings;        // states
  std::vector<rules::SymptomIndex> evidence;  // findings without which the likeliest cause would be less likely
  std::vector<SpokenFor> speaks_for;          // findings, each with causes that would be less likely without it
  std::optional<rules::SolutionIndex> first_step;
  std::vector<rules::SolutionIndex> steps;      // advised, in this order, others may stand between
  std::vector<rules::SolutionIndex> not_steps;  // not advised
  std::optional<std::string> platform;          // as detected

  [[nodiscard]] bool looks_at_steps() const { return first_step || !steps.empty() || !not_steps.empty(); }
};

struct TestCase {
  std::string name;
  SourceRange where;  // of the name
  Case given;
  Expectation expect;
  std::string expect_failure;  // why the rules are known to miss it; empty: they must not
};

}  // namespace syncdx::rule_tests
