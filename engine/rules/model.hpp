// The rule model: what the YAML files say, read, checked and linked. Everything after this stage sees rules only in this form.
// Built once by load_rules (rules/load.hpp), then immutable: const access is safe from many threads.
// The language itself is described in engine/doc/rule_language.md.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncdx::rules {

using SymptomIndex = std::size_t;   // into RuleSet::symptoms
using CauseIndex = std::size_t;     // into RuleSet::causes
using SolutionIndex = std::size_t;  // into RuleSet::solutions
using IssueIndex = std::size_t;     // into RuleSet::issues

inline constexpr std::string_view any_platform = "any";

// What the engine itself uses a log symptom for, besides being evidence. `none` for ordinary symptoms.
enum class Role {
  none,
  session_start,  // a line that only stands at a session's start
  session_end,    // a line that only stands at a session's end, good or bad
  success,        // the session says that it ended well
  progress,       // work went on (records read, page fetched): an error before it was survived
  handled,        // said on an error's own line: it is retried, skipped or ignored; the line's other hits count as handled
  totals,         // the line counts what was fetched, saved, failed and skipped: its figures are facts
  error,          // the line reports an error: if no ordinary symptom hits it, it is listed as unmatched
};

// One regular expression in RE2 syntax, matched within single lines, bytes not code points.
struct Pattern {
  std::string regex;
  SourceRange where;
};

// Present if a line matches one of `any` and none of `unless`, on at least `at_least` lines, within `within_seconds` if given.
// `http_status` adds the spellings of these status codes (rules/http_status.hpp) to `any`; they are expanded by the reader.
struct LogSymptom {
  std::vector<Pattern> any;
  std::vector<Pattern> unless;
  std::vector<int> http_status;  // what the author wrote; already expanded into `any`
  std::uint64_t at_least = 1;    // lines
  std::optional<std::uint32_t> within_seconds;
  bool negatable = true;  // "this is not a rate limit": a hit behind a negation does not count
};

using FactValue = std::variant<bool, double, std::string>;

enum class FactOperator { is, is_not, in, not_in, at_least, at_most, above, below, contains, exists };

// One condition on a named fact (evidence/facts.hpp lists the names). `values` has one entry, or several for in / not_in.
struct FactCondition {
  std::string fact;
  FactOperator op = FactOperator::is;
  std::vector<FactValue> values;
  SourceRange where;
};

// Present if all conditions hold, absent if one is known not to hold, unknown otherwise.
struct FactSymptom {
  std::vector<FactCondition> all;
};

// Present/absent/unknown by three-valued logic over other symptoms of the case. `sequence`: the first sighting of each comes
// before the last sighting of the next. All given parts must hold.
struct CompositeSymptom {
  std::vector<SymptomIndex> all;
  std::vector<SymptomIndex> any;
  std::vector<SymptomIndex> none;
  std::vector<SymptomIndex> sequence;
};

// Known only if a person answered.
struct QuestionSymptom {
  std::string question;
};

struct Symptom {
  std::string id;        // unique over all files
  std::string platform;  // `any` or the platform it belongs to
  std::string title;
  std::string means;   // one sentence on what the error means; may be empty
  double leak = 0.01;  // probability that it shows although no known cause is at work, [0,1)
  Role role = Role::none;
  std::variant<LogSymptom, FactSymptom, CompositeSymptom, QuestionSymptom> source;
  std::vector<std::string> codes;             // platform error codes that `syncdx explain` finds it by
  std::vector<std::string> examples;          // lines that must match (log symptoms)
  std::vector<std::string> counter_examples;  // near misses that must not
  std::vector<std::string> guide;             // ids of the troubleshooting guide
  std::string basis;
  SourceRange where;
};

// P(symptom present | only this cause), before the leak.
struct Strength {
  SymptomIndex symptom = 0;
  double probability = 0;
};

// A solution as used for one cause: probability that it repairs this cause.
struct Repair {
  SolutionIndex solution = 0;
  double probability = 0;
};

struct Cause {
  std::string id;        // unique within its issue and platform
  std::string platform;  // `any`, or the one platform on which this cause, or this refinement, holds
  IssueIndex issue = 0;
  std::string title;
  std::string explanation;            // one or two sentences; may be empty
  double prior = 0;                   // probability that it is at work in a session that somebody asks about
  std::vector<Strength> shows;        // sorted by symptom
  std::vector<Repair> repairs;        // in the author's order
  std::vector<SolutionIndex> first;   // before all other steps as soon as this cause is believed, in this order
  std::vector<SolutionIndex> avoid;   // not advised while this cause is believed: they would do harm or tell nothing
  std::optional<CauseIndex> refines;  // the general cause that this one replaces on its platform (already merged into it)
  std::vector<std::string> guide;
  std::string basis;
  SourceRange where;
};

enum class SolutionKind { repair, test, escalate };

struct Solution {
  std::string id;  // unique over all files
  std::string platform;
  std::string title;
  std::vector<std::string> instructions;  // ordered: what to do, where to click
  double cost_minutes = 0;
  std::string verify;
  SolutionKind kind = SolutionKind::repair;
  std::optional<SolutionIndex> guard;  // never ranked above this one
  std::vector<SolutionIndex> after;    // comes after these where they are advised too
  std::vector<SymptomIndex> reveals;   // for tests: unknown symptoms that it decides
  std::vector<std::string> guide;
  std::string basis;
  SourceRange where;
};

struct Issue {
  std::string id;
  std::string title;
  std::string summary;
  bool outside = false;  // explains evidence away, but is nothing an integration's user can mend; reported apart
  std::vector<std::string> guide;
  SourceRange where;
};

// How a platform is recognised in a log.
struct Platform {
  std::string id;
  std::string title;
  std::vector<Pattern> detect;
  bool receives = false;  // the product that data is synced into: detected only where no line names another platform
  std::vector<std::string> examples;
  SourceRange where;
};

struct RuleSet {
  std::vector<Platform> platforms;
  std::vector<Issue> issues;
  std::vector<Symptom> symptoms;
  std::vector<Cause> causes;  // general causes and refinements; see active_causes
  std::vector<Solution> solutions;
};

// The causes that hold on `platform`: those of `any` not refined for it, and its own; in index order. With `any`: the general
// ones only.
[[nodiscard]] std::vector<CauseIndex> active_causes(const RuleSet& rules, std::string_view platform);

// `platform.issue.id`, the full name.
[[nodiscard]] std::string full_name(const RuleSet& rules, const Cause& cause);

}  // namespace syncdx::rules
