// What the rules do not know yet: the error lines of many logs that no rule explains, brought together into kinds, the most
// widespread first, each with a pattern for a rule of its own.
//
//   auto found = syncdx::gaps::find_gaps({.rule_paths = {"rules"}}, {.logs = {"logs/a.log", "logs/b.log"}});
//   if (found) for (const auto& gap : found->value.gaps) { gap.template_text; gap.pattern; ... }
//
// Free functions without state: safe from many threads. They read only the files they are given. The result depends on the
// logs, the rules and the redaction key only, not on threads, block size or the order of lines.
#pragma once

#include "syncdx/diagnosis.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncdx::gaps {

struct GapOptions {
  std::vector<std::string> logs;        // paths, folders, globs, as for a batch; "-" is standard input
  std::string session_key{};            // as ScanOptions::session_key of a batch
  std::string platform{};               // kinds of this one only ("any": of none); empty: all kinds
  std::size_t most = 50;                // kinds to report; 0: all
  std::uint64_t redaction_key = 0;      // as for a diagnosis
  unsigned threads = 1;                 // scanning threads
  std::size_t block_bytes = 1U << 20U;  // of a block that a thread scans at once
};

// One kind of error line that no rule explains.
struct Gap {
  std::string id;             // for a symptom: "gap_could_not_open_export"; unique in its report
  std::string template_text;  // as its lines read, masked where they differ: "GET <url> failed, <num> of <*>"
  std::uint64_t lines = 0;
  std::uint64_t sessions = 0;     // with such a line; an estimate (within some 6 %) beyond 256
  std::string platform;           // that most of its samples name; "any" if none does
  std::vector<Sighting> samples;  // up to 3, the first ones; redacted
  // RE2, as a rule takes it: matches all lines of this kind that were kept as samples, no line that the rules explain already
  // (their examples, and explained error lines of these logs), and no sample of another kind. Empty if there is none;
  // `why_no_pattern` says why.
  std::string pattern;
  std::string why_no_pattern;
};

struct GapReport {
  std::string platform;         // as GapOptions::platform; gaps, kinds and lines are of it only
  std::vector<Gap> gaps;        // most sessions first, then most lines, then by text
  std::uint64_t kinds = 0;      // all that were found, also those beyond GapOptions::most
  std::uint64_t lines = 0;      // error lines that no rule explains
  std::uint64_t log_lines = 0;  // all lines read
  bool sampled = false;         // so many kinds that only a fair sample of them was kept
  std::vector<InputSummary> inputs;
  std::vector<Diagnostic> notes;  // on damaged or odd input
};

// Fails with the rules' problems, with that of an input that cannot be read, of the session key (B001), or of a platform that
// the rules do not know (C007).
[[nodiscard]] Checked<GapReport> find_gaps(const EngineOptions& rules, const GapOptions& options);

// A rule file that says what is known of gaps and what a person has to fill in ("FILL IN"). Such a file is of one platform:
// that of the first gap that has a pattern. The gaps that are not in it are named, also in the file.
struct RuleStub {
  std::string text;  // empty if no gap has a pattern
  std::string platform;
  std::size_t kinds = 0;                                      // in it
  std::map<std::string, std::vector<std::string>> elsewhere;  // ids of gaps of other platforms
  std::vector<std::string> without_pattern;                   // ids of the rest
};

[[nodiscard]] RuleStub rule_stub(std::span<const Gap> gaps);

// What becomes of words that a person did not say: the title of a new cause, what mends it and how one sees that.
enum class Unsaid { refused, left_to_fill_in };

// What a person says of a fault that they saw: enough for a rule and the cases that test it.
struct NewRule {
  std::string platform = "any";
  std::string issue;                     // id; may be empty where the rules have the cause in one issue only
  std::string issue_title;               // of an issue that the rules do not have; empty: made of its id
  std::string cause;                     // id
  std::string title;                     // of the cause
  std::string explanation;               // for the reader; empty: the title
  std::vector<std::string> lines;        // log lines that show it, at least one; secrets in them are masked
  std::vector<std::string> near_misses;  // lines that look like it and are not, at least one
  std::string pattern;                   // RE2; empty: proposed from the lines
  std::string fix;                       // what one does
  std::string verify;                    // how one sees that it worked
  std::string basis;                     // where the numbers come from, with a date
  Unsaid unsaid = Unsaid::refused;
};

// Texts of files. Where the rules have the cause already, it is joined: on another platform by a rule file that refines it, on
// its own by a symptom that a person adds to it (`joins` says where it stands; `cases` is meant for then). What is said of its
// title, of its explanation and of what mends it goes into the refinement; unsaid, it is inherited.
struct DraftedRule {
  std::string rule;                   // a rule file; with `joins`, the symptom only
  std::string solution;               // with `joins`, where one was said
  std::string cases;                  // for `syncdx rules test`: the lines show the cause, the near misses do not
  std::string platform;               // a rule file that says how the platform is recognised; empty if the rules do
  std::vector<std::string> patterns;  // one for all lines, or one for each kind of them
  std::optional<SourceRange> joins;
};

// `rules`: those that the new one joins, maybe none. Its pattern matches all lines, and neither a near miss nor an example of
// another symptom. D005 if something is missing or no id; D006 if there is no such pattern; else the rules' problems.
[[nodiscard]] tl::expected<DraftedRule, std::vector<Diagnostic>> draft_rule(const NewRule& said, const EngineOptions& rules,
                                                                            std::uint64_t redaction_key);

// What a log shows of a fault, from its first 16 MiB.
struct SeenFault {
  std::vector<std::string> lines;        // up to 3 of one kind; redacted
  std::vector<std::string> near_misses;  // up to 2 that share words with these and say something else; redacted
  std::string platform;                  // that most lines name; "any" if none is named
};

// The kind of the line of this number (which may stand anywhere), or with 0 the most frequent kind of error line that no rule
// explains. D007 if there is none; else the rules' or the input's problems.
[[nodiscard]] tl::expected<SeenFault, std::vector<Diagnostic>> see_fault(const EngineOptions& rules, const std::string& log,
                                                                         std::uint64_t line_number,
                                                                         std::uint64_t redaction_key);

}  // namespace syncdx::gaps
