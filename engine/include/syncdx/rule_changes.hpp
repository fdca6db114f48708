// What differs between two sets of rules: in items and numbers, not in text, and in what labelled cases get for an answer.
// Free functions without state: safe from many threads.
#pragma once

#include "syncdx/evaluate.hpp"
#include "syncdx/rule_graph.hpp"

#include <optional>
#include <string>
#include <vector>

namespace syncdx::rule_changes {

enum class Fate { added, removed, changed };

struct ChangedItem {
  rule_graph::ItemKind kind = rule_graph::ItemKind::cause;
  Fate fate = Fate::changed;
  std::string id;     // of causes: platform.issue.id
  std::string title;  // the new one, or that of what was removed
  std::vector<std::string>
      details{};        // "prior 0.04 -> 0.06", "shows http_429 0.85 -> 0.9", "matches: + \bTHROTTLED\b"; if changed
  SourceRange where{};  // in the new rules; of what was removed in the old
};

// A case whose first issue, first cause or rank of the right cause is another, or one of whose causes became likelier or less
// likely by `least_change` or more.
struct ChangedAnswer {
  std::string id;  // of a rule test: its file and name
  evaluate::Turn turn = evaluate::Turn::other;
  std::string before;  // "rate_limited 0.93, any.rate_limited.request_rate_exceeded; right cause no. 1"
  std::string after;
  std::string moved{};      // the cause whose probability changed most: its full name
  double moved_before = 0;  // 0 where a diagnosis does not list it, or the least listed one if it lists as many as it may
  double moved_after = 0;
};

struct Options {
  evaluate::EvaluateOptions run{};
  // Case files of `rules test`, or directories with them, whose answers are compared as well. A test that one of the two sets
  // of rules does not know the names of is compared all the same, without its verdict.
  std::vector<std::string> test_paths{};
  double least_change = 0.05;  // of a probability
};

struct Changes {
  std::vector<ChangedItem> items;           // by kind and id
  std::optional<evaluate::Figures> before;  // with labelled cases only, and of them
  std::optional<evaluate::Figures> after;
  std::size_t compared = 0;            // labelled cases and tests
  std::vector<ChangedAnswer> answers;  // those that turned worse first: tests that failed, wrong answers that were right
  std::vector<Diagnostic> problems{};  // tests that neither set of rules can read: they were left out
};

// Fails as Engine::load does, for whichever of the two cannot be loaded. `cases`: may be null.
[[nodiscard]] Checked<Changes> compare_rules(const EngineOptions& before, const EngineOptions& after,
                                             const evaluate::LabelledCases* cases, const Options& options);

}  // namespace syncdx::rule_changes
