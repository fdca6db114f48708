// Small mistakes that an author could have made, as changes of the loaded rules. Every mutant is one edit of one place in a
// rule file: a refinement that inherits what is changed changes with it. Nothing is compiled for a mutant; where a pattern is
// taken away, the compiled program stays and its hits are no longer heeded.
#pragma once

#include "evidence/pattern_table.hpp"
#include "rules/model.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::rule_tests {

struct RuleChange {
  // What it can change first; all that comes after it can change with it, steps apart from the posterior.
  enum class Effect {
    more_lines,  // lines show what they did not show: any case with lines may change
    lines,       // lines show less
    findings,    // states, from the same lines and facts
    posterior,   // probabilities, under the same states
    steps,       // what is advised, under the same posterior
  };

  std::string kind;  // "edge dropped"
  std::string what;  // "http_429 of any.rate_limited.request_rate_exceeded"
  SourceRange where;

  // What it changes, by index: all that must be restored to undo it.
  std::vector<rules::SymptomIndex> symptoms{};
  std::vector<rules::CauseIndex> causes{};
  std::vector<rules::SolutionIndex> solutions{};
  std::vector<std::size_t> platforms{};

  // The symptom whose presence or absence makes the change felt, where there is one.
  std::optional<rules::SymptomIndex> through{};
  std::optional<rules::SolutionIndex> step{};  // the step that is no longer advised, for changes of steps
  Effect effect = Effect::findings;

  // Both must be called with indices valid for the rules that it was made for. `table` may be empty: the table stays.
  std::function<void(rules::RuleSet&)> apply{};
  std::function<evidence::PatternTable(const evidence::PatternTable&)> table{};
};

// All mutants of `rules`, by place, then kind and name.
[[nodiscard]] std::vector<RuleChange> rule_changes(const rules::RuleSet& rules);

}  // namespace syncdx::rule_tests
