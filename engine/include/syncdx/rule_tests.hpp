// Tests of rules: case files say what a diagnosis is given and what must come out of it. Loads the rules once, runs all cases
// in memory, and tells which failed and why, which parts of the rules no case exercises, and which mistakes in the rules no
// case would notice. Above diagnose. Values and free functions; reads only the files it is given.
#pragma once

#include "syncdx/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rule_tests {

enum class Status {
  passed,
  failed,
  vacuous,     // it would pass, but only because nothing was looked at that could have spoken against it
  known_miss,  // failed, as its `expect_failure` says
  no_miss,     // passed, although its `expect_failure` says that it does not: the reason is to be taken out
  unreadable,  // an input of the case cannot be read or understood
};

[[nodiscard]] std::string_view name_of(Status status) noexcept;

// Whether a run with such a case is a failed one.
[[nodiscard]] bool is_failure(Status status) noexcept;

// One expectation that did not hold.
struct Mismatch {
  std::string what;      // "first cause"
  std::string expected;  // "expired_oauth_token"
  std::string found;     // "invalid_api_credentials (71 %)"
};

// What one finding weighs for the cause that was expected and for the one that was found, in log10 odds.
struct Outweighed {
  std::string finding;  // symptom id, or "prior"
  std::string state;    // "present", "absent", "recovered"; empty for the prior
  double expected = 0;
  double found = 0;
};

struct CaseResult {
  std::string name;
  SourceRange where;
  Status status = Status::passed;
  std::vector<Mismatch> mismatches;
  std::string remark;           // why it is vacuous or unreadable, the reason of a known miss; may be empty
  std::string expected_cause;   // full name; where the first cause is another than expected
  std::string found_cause;      // full name, likewise
  std::vector<Outweighed> why;  // likewise: the prior, then what speaks most for the found cause against the expected one
  double milliseconds = 0;
};

// A part of the rules that no case exercises.
struct Gap {
  std::string kind;  // "file", "symptom", "cause", "cause to reject", "edge", "solution"
  std::string name;
  SourceRange where;
  std::string reason;
};

// How many parts of one kind there are, and how many of them are exercised.
struct Covered {
  std::string kind;
  std::size_t exercised = 0;
  std::size_t total = 0;
};

struct Coverage {
  std::vector<Covered> figures;  // in the order of Gap::kind's list above
  std::vector<Gap> gaps;         // in the same order, then by place
};

// One small change of the rules, and whether the tests notice it.
struct Mutant {
  std::string kind;  // "edge dropped"
  std::string what;  // "http_429 of shopify.rate_limited.request_rate_exceeded"
  SourceRange where;
  std::string killed_by;  // the case or example that fails then; empty: it survived
};

struct Mutation {
  std::size_t possible = 0;     // mutants that there are
  std::vector<Mutant> mutants;  // those tried, by place
};

struct TestOptions {
  std::vector<std::string> rule_paths;  // as in EngineOptions
  std::vector<std::string> case_paths;  // files, or directories with *.yaml (only *.cases.yaml where there are any)
  std::string cache_dir{};              // as in EngineOptions
  unsigned threads = 1;                 // the result does not depend on it, but for the times
  enum class Extra { none, coverage, mutation };
  Extra extra = Extra::none;
  std::vector<std::string> of{};  // coverage or mutants of the rules in these files and directories only; empty: of all rules
  std::size_t most_mutants = 0;   // 0: all; otherwise a sample drawn with `seed`
  std::uint64_t seed = 1;
};

struct TestRun {
  std::vector<CaseResult> cases;  // in the order of the files and in them
  std::size_t files = 0;
  double load_milliseconds = 0;  // rules and case files
  double run_milliseconds = 0;   // all cases
  Coverage coverage;             // if asked for
  Mutation mutation;             // if asked for; only where no case failed
  double mutation_milliseconds = 0;
};

// Errors: all problems of the rules, all problems of the case files (T001 to T202), or T002 if nothing stands in `of`. A
// failing case is a result, not an error.
[[nodiscard]] Checked<TestRun> run_tests(const TestOptions& options);

[[nodiscard]] bool passed(const TestRun& run) noexcept;

enum class Detail { failures, every_case };

// For people: failed cases with their reasons, then coverage and mutation where there are any, then a summary. Ends in a
// newline.
[[nodiscard]] std::string to_text(const TestRun& run, Detail detail = Detail::failures);

// For programs: {"schema": 1, ...}. Ends in a newline.
[[nodiscard]] std::string to_json(const TestRun& run);

// JUnit's XML, as CI servers read it: one suite a file.
[[nodiscard]] std::string to_junit(const TestRun& run);

}  // namespace syncdx::rule_tests
