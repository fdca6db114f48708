// How good the rules are, measured on labelled cases: texts of which somebody knows what was wrong.
//
//   auto cases = syncdx::evaluate::read_cases("cases.jsonl");
//   auto result = syncdx::evaluate::evaluate_rules({.rule_paths = {"rules"}}, *cases, {});
//   if (result) puts(syncdx::report::evaluation_text(result->value).c_str());
//
// Sits above the diagnosis and below reports. Free functions without state: safe from many threads. Plain values; every text
// that stems from a case is redacted where it is meant to be shown.
#pragma once

#include "syncdx/diagnosis.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncdx::evaluate {

// The label of a case whose trouble no integration's user can mend; so is every issue that the rules mark `outside`.
inline constexpr std::string_view out_of_scope_label = "not_in_scope";

// A text and what was wrong, as one line of JSON has it: id, platform, text, issue and cause are required.
struct LabelledCase {
  std::string id;
  std::string title;
  std::string platform;  // as labelled ("shopify", "other:zendesk")
  std::string text;      // raw: redact before showing
  std::string issue;
  std::string cause;
  std::vector<std::string> other_causes;  // count as found too
  std::vector<std::string> other_issues;  // defensible: what `notes` says behind "alt:", parted by commas
  std::uint32_t line = 0;                 // in its file
};

struct LabelledCases {
  std::string path;
  std::vector<LabelledCase> cases;   // in the file's order
  std::vector<Diagnostic> problems;  // lines that were left out (E001, E002), repeated ids (E003); at most 50 and a last word
};

// Reads JSON lines; unknown members are ignored, a bad line is a problem and is left out. Bounded: a line of 1 MiB, 64 MiB and
// 100,000 cases in all. Fails (E004) if the file cannot be read or holds no case at all.
[[nodiscard]] Result<LabelledCases> read_cases(const std::string& path);

struct EvaluateOptions {
  unsigned threads = 1;                  // the result does not depend on it
  std::vector<std::string> platforms{};  // cases of others are diagnosed by the general rules; empty: all that the rules know
  std::uint64_t redaction_key = 0;
};

struct RankedIssue {
  std::string id;
  double probability = 0;
};

struct RankedCause {
  std::string id;
  std::string name;   // platform.issue.id
  std::string issue;  // its id
  double probability = 0;
};

// A finding's weight (log10 odds) for the cause that won and for the one that was right.
struct OpposedWeight {
  std::string finding;
  std::string title;
  FindingState state = FindingState::unknown;
  double for_winner = 0;
  double for_right = 0;
};

enum class MissKind {
  no_such_cause,  // the rules hold no such cause of that issue on that platform
  no_evidence,    // nothing that the right cause shows was seen
  outweighed,     // it was seen, but the winner's evidence and prior are stronger
};

// Why the right cause did not come first.
struct Miss {
  MissKind kind = MissKind::outweighed;
  std::string right;   // full name; empty if there is no such cause
  std::string winner;  // full name; empty if no cause was listed
  double right_probability = 0;
  double winner_prior = 0;             // log10 odds
  double right_prior = 0;              // log10 odds
  std::vector<OpposedWeight> weights;  // by how much more they give to the winner, most first; at most 8
};

struct CaseOutcome {
  std::string id;
  std::string platform;  // that it was diagnosed for: "any" where the rules have none of their own
  std::string issue;     // the label
  std::string cause;     // the label
  std::string excerpt;   // the text's beginning, redacted, one line
  bool out_of_scope = false;
  bool issue_right = false;       // the first issue is the label
  bool issue_defensible = false;  // the first issue is the label or one of other_issues
  bool issue_in_three = false;
  std::size_t cause_rank = 0;           // of the first cause that counts as found, from 1; 0: not listed
  double top_probability = 0;           // of the first issue
  double log_loss = 0;                  // nats, of all issues: the label's holds, no other does, defensible ones left out
  std::vector<RankedIssue> issues;      // the first three
  std::vector<RankedCause> causes;      // all that a diagnosis lists
  std::optional<Miss> miss{};           // in scope, and issue or cause does not come first
  std::optional<Diagnostic> failure{};  // the case could not be diagnosed; it counts as a miss with nothing listed
};

// One of ten equal stretches of the first issue's probability; a probability of 1 is in the last.
struct CalibrationBin {
  std::size_t cases = 0;
  double mean_probability = 0;
  double share_right = 0;
};

struct PlatformFigures {
  std::string platform;  // "other": diagnosed by the general rules
  std::size_t cases = 0;
  double issue_top1 = 0;
  double cause_top1 = 0;
  double cause_top3 = 0;
};

// Over the cases in scope, with probabilities as the JSON report has them. Shares and probabilities in [0,1].
struct Figures {
  std::size_t cases = 0;
  std::size_t failed = 0;  // of all cases
  double issue_top1 = 0;
  double issue_top1_lenient = 0;  // or one of other_issues
  double issue_top3 = 0;
  double cause_top1 = 0;
  double cause_top3 = 0;
  double cause_mrr = 0;  // mean of 1 / rank, 0 where not listed
  double log_loss = 0;   // mean over the cases; probabilities count as within [1e-6, 1 - 1e-6]
  // Mean of (p - right)^2 of the first issue: half of P in Brier 1950, Monthly Weather Review 78(1), which sums over both
  // outcomes.
  double brier = 0;
  // Expected calibration error of the first issue, ten bins: sum over bins of cases/all * |mean p - share right|.
  double ece = 0;
  std::size_t out_of_scope = 0;
  std::optional<double> out_of_scope_quiet;  // share of them whose first issue stays under 0.5
  std::vector<PlatformFigures> by_platform;  // in the order of first appearance
  std::array<CalibrationBin, 10> bins{};
};

// How often cases of an issue (row) were taken for another (column). Cases out of scope count as `quiet` if no issue reached
// 0.5.
struct Confusion {
  std::vector<std::string> issues;               // rows and columns, sorted; the last column is "quiet"
  std::vector<std::vector<std::size_t>> counts;  // [label][answer]
};

// The one temperature T that would suit best: p' = 1 / (1 + exp(-log_odds(p) / T)) of the first issue, T minimising the mean
// log loss of "the first issue is right" (Guo et al. 2017, temperature scaling). T > 1: the rules are too sure. For
// information: fitted on the cases that it is measured on.
struct Temperature {
  double value = 1;
  double log_loss_before = 0;  // nats
  double log_loss_after = 0;
  double brier_after = 0;
  double ece_after = 0;
};

struct Evaluation {
  std::string cases_path;
  std::vector<CaseOutcome> outcomes;  // in the file's order
  Figures figures;
  Confusion confusion;
  std::optional<Temperature> temperature;  // none without both right and wrong first issues
};

// Loads the rules once and diagnoses every case. Fails as Engine::load does.
[[nodiscard]] Checked<Evaluation> evaluate_rules(const EngineOptions& rules, const LabelledCases& cases,
                                                 const EvaluateOptions& options);

// What an earlier run kept: the JSON that report::evaluation_json writes.
struct SavedOutcome {
  std::string id;
  std::string first_issue;
  std::string first_cause;  // full name
  double probability = 0;   // of the first issue
  bool issue_right = false;
  std::size_t cause_rank = 0;
};

struct SavedRun {
  std::string path;
  std::vector<SavedOutcome> outcomes;
  std::map<std::string, double> figures;  // by their names in the JSON
};

// E005 if the file is no such JSON; bounded (64 MiB).
[[nodiscard]] Result<SavedRun> read_saved_run(const std::string& path);

enum class Turn { better, worse, other };

struct ChangedCase {
  std::string id;
  Turn turn = Turn::other;
  std::string before;  // "rate_limited 0.93, cause 2nd"
  std::string after;
};

struct ChangedFigure {
  std::string name;
  double before = 0;
  double after = 0;
};

// What changed since a saved run: figures, cases whose first issue or cause, or the right cause's rank, is another, those that
// turned worse first; and how many cases only one of the two runs has.
struct Comparison {
  std::string since;
  std::vector<ChangedFigure> figures;
  std::vector<ChangedCase> cases;
  std::size_t only_before = 0;
  std::size_t only_now = 0;
};

[[nodiscard]] Comparison compare(const SavedRun& before, const Evaluation& now);

}  // namespace syncdx::evaluate
