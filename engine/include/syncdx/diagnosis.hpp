// The answer: what is likely wrong, on what evidence, and what to do. Plain values; sorted best first; every shown text is
// already redacted and valid UTF-8. report/ turns it into text, JSON and Markdown.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncdx {

enum class FindingState { unknown, absent, present };

// A line (or an export's field) where a finding was seen.
struct Sighting {
  std::string source;      // file name, "stdin", archive/member, or an export's name
  std::uint64_t line = 0;  // 1-based; 0 where there is no line
  std::string text;        // the line, shortened to 400 code points; for facts "name = value"
  std::string time;        // RFC 3339 UTC, empty if not known
};

// A finding as evidence for or against one cause. `weight`: log10 odds; > 0 speaks for, < 0 against. The weights of a cause's
// whole `arithmetic` sum to posterior minus prior log odds.
struct Evidence {
  std::string finding;  // symptom id
  std::string title;
  FindingState state = FindingState::unknown;
  bool recovered = false;   // seen, but retried and survived: counts for less
  std::uint64_t count = 0;  // lines
  double weight = 0;
  std::vector<Sighting> where;  // up to 3
};

struct DiagnosedIssue {
  std::string id;
  std::string title;
  double probability = 0;
};

struct DiagnosedCause {
  std::string id;
  std::string platform;
  std::string issue;
  std::string title;
  std::string explanation;
  double probability = 0;
  double prior = 0;
  double prior_log_odds = 0;       // log10
  double posterior_log_odds = 0;   // log10; prior + weights of the evidence + allowance
  double allowance = 0;            // log10; what is taken off (or added) because the texts may mislead
  std::vector<Evidence> evidence;  // all known findings that touch it, strongest for it first, those against last
};

enum class StepKind { repair, test, escalate };

struct DiagnosedStep {
  std::string id;
  std::string title;
  std::vector<std::string> instructions;
  double cost_minutes = 0;
  std::vector<std::string> fixes;         // cause ids, likeliest first
  std::vector<std::string> fixes_titles;  // their titles, in the same order
  double probability_of_success = 0;
  double expected_saving_minutes = 0;  // tests
  std::string verify;
  StepKind kind = StepKind::repair;
};

struct UnmatchedError {
  std::string source;
  std::uint64_t line = 0;
  std::string text;
};

// One change of findings that would put another cause first ("if `X` were absent").
struct Change {
  std::string finding;
  std::string title;
  FindingState to = FindingState::unknown;
};

struct InputSummary {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  bool cut = false;
};

// What was not looked at, and what would let one look ("no integration export: --integration FILE").
struct NotExamined {
  std::string what;
  std::string why;
  std::size_t findings = 0;  // how many symptoms stay unknown for it
};

// A question whose answer would tell likely causes apart: give it as Case::answers (--answer ID=yes).
struct OpenQuestion {
  std::string id;
  std::string question;
};

// One of the guide's diagnostic steps, and what is known of it already. For `syncdx checkup`; not part of the JSON report.
struct CheckupStep {
  std::string guide;  // "C1"
  std::string title;
  std::vector<std::string> instructions;
  std::vector<Evidence> findings;  // those that are present, then those that are absent; weights are 0
  std::size_t unknown = 0;         // findings that nothing given can tell
};

struct Diagnosis {
  std::string platform;            // "any" where unknown
  bool platform_detected = false;  // found from the evidence, not told
  std::string platform_reason;     // "3 lines name myshopify.com"; empty if told
  std::string session;             // id, empty if unknown
  bool complete = false;           // the log is whole, so that absence counts
  std::string complete_reason;
  std::vector<DiagnosedIssue> issues;
  std::vector<DiagnosedCause> causes;
  std::vector<DiagnosedCause> outside;  // explanations that no integration setting can mend (a bug of the tool, ...)
  std::vector<DiagnosedStep> steps;
  std::vector<Change> what_would_change;
  std::vector<OpenQuestion> questions;  // the most telling ones first
  std::vector<CheckupStep> checkup;     // in the guide's order
  double unexplained = 1;               // probability that none of the known causes is at work
  std::vector<UnmatchedError> unmatched_errors;
  std::uint64_t unmatched_error_count = 0;
  std::vector<NotExamined> not_examined;
  std::vector<InputSummary> inputs;
  std::vector<Diagnostic> notes;  // on damaged or odd input
  bool exact = true;
  double error_bound = 0;
};

}  // namespace syncdx
