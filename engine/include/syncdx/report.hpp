// A diagnosis for readers: text for people, JSON for programs, Markdown for a ticket. Last stage of the pipeline; pure
// functions of their arguments, so safe from many threads. They neither redact (the diagnosis is redacted already) nor print.
#pragma once

#include "syncdx/diagnosis.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/evaluate.hpp"
#include "syncdx/fit_rules.hpp"
#include "syncdx/gaps.hpp"
#include "syncdx/result.hpp"
#include "syncdx/rule_changes.hpp"
#include "syncdx/rule_graph.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace syncdx::batch {
struct BatchSummary;
struct SessionDiagnosis;
enum class Detail;
}  // namespace syncdx::batch

namespace syncdx::report {

enum class Colour { off, ansi };

struct TextOptions {
  // Code points per line; only a word that is longer alone may stand out. 0: no wrapping. Below 40 counts as 40.
  std::size_t width = 100;
  Colour colour = Colour::off;
};

// For people: the likely issue, causes with evidence for and against, steps, what would settle the rest, what was not looked
// at, what is unexplained. Control characters are replaced, so that no log line can drive a terminal. Ends in a newline.
[[nodiscard]] std::string to_text(const Diagnosis& diagnosis, const TextOptions& options = {});

// The same content as CommonMark. Log text stands in code fences and spans that it cannot leave.
[[nodiscard]] std::string to_markdown(const Diagnosis& diagnosis);

// For programs: schema 1, described by tools/schema/diagnosis.schema.json. Every member is always there; an empty list is [].
// Probabilities are in [0,1], weights and odds in log10; all numbers are rounded to six significant digits. Ends in a newline.
[[nodiscard]] std::string to_json(const Diagnosis& diagnosis);

// The whole arithmetic of one cause: prior, each finding's weight (log10 odds) with the running sum and probability, posterior.
// `cause`: its id, `issue.id` or `platform.issue.id`; the likeliest where several causes have it. Error C002 if there is none,
// with the nearest ids.
[[nodiscard]] Result<std::string> explain_cause_text(const Diagnosis& diagnosis, std::string_view cause,
                                                     const TextOptions& options = {});

// The guide's diagnostic steps in order, each with what is known of it, and the likely cause at the end.
[[nodiscard]] std::string checkup_text(const Diagnosis& diagnosis, const TextOptions& options = {});
[[nodiscard]] std::string checkup_json(const Diagnosis& diagnosis);

// What the rules know of `query` (Engine::explain); says so if that is nothing.
[[nodiscard]] std::string known_errors_text(std::string_view query, std::span<const KnownError> known,
                                            const TextOptions& options = {});
[[nodiscard]] std::string known_errors_json(std::string_view query, std::span<const KnownError> known);

// A session of a batch as one line of JSON, without a newline: what the batch knows of it, then the members of to_json that
// `detail` keeps.
[[nodiscard]] std::string session_json(const batch::SessionDiagnosis& session, batch::Detail detail);

// A batch's summary for programs: {"schema": 1, ...}, the members of BatchSummary. Ends in a newline.
[[nodiscard]] std::string batch_json(const batch::BatchSummary& summary);

// What many sessions say together, as one HTML page: no network, light and dark, readable on paper, charts with their figures
// as tables, a filter by platform, entity, outcome and cause. Log text is escaped; a content security policy forbids everything
// but the page's own script. Equal summaries give equal bytes.
[[nodiscard]] std::string batch_html(const batch::BatchSummary& summary);

// Error lines that no rule explains, by kind.
[[nodiscard]] std::string gaps_text(const gaps::GapReport& report, const TextOptions& options = {});
[[nodiscard]] std::string gaps_json(const gaps::GapReport& report);

// Problems of rule files (check_rules) as JSON: {"schema": 1, "errors": n, "warnings": n, "problems": [...]}.
[[nodiscard]] std::string problems_json(std::span<const Diagnostic> problems);

// How good the rules are: figures, calibration, confusion, every miss with what outweighed, and what changed since a saved run.
[[nodiscard]] std::string evaluation_text(const evaluate::Evaluation& evaluation,
                                          const std::optional<evaluate::Comparison>& since = std::nullopt,
                                          const TextOptions& options = {});

// The same for programs, and the form in which a run is saved: {"schema": 1, "kind": "syncdx-evaluation", "figures": {...},
// "calibration": [...], "temperature": {...}, "confusion": {...}, "cases": [...], "since": {...}}. Figures are not rounded.
[[nodiscard]] std::string evaluation_json(const evaluate::Evaluation& evaluation,
                                          const std::optional<evaluate::Comparison>& since = std::nullopt);

// A reliability diagram as SVG: how often the first issue was right against how probable it was said to be, with the number of
// cases in each tenth below. Readable in greyscale.
[[nodiscard]] std::string calibration_svg(const evaluate::Figures& figures);

// What a fit would change and what that gains, with the patch at the end; `patch -p0` reads it as it is.
[[nodiscard]] std::string fit_text(const evaluate::Fit& fit, const TextOptions& options = {});
[[nodiscard]] std::string fit_json(const evaluate::Fit& fit);

// Items of the rules: one a line with a sum at the end; and in full, with what they are connected to.
[[nodiscard]] std::string rule_list_text(std::span<const rule_graph::ListedItem> items, const TextOptions& options = {});
[[nodiscard]] std::string rule_list_json(std::span<const rule_graph::ListedItem> items);
[[nodiscard]] std::string rule_items_text(std::span<const rule_graph::ShownItem> items, const TextOptions& options = {});
[[nodiscard]] std::string rule_items_json(std::span<const rule_graph::ShownItem> items);

// What differs between two sets of rules, and which cases get another answer.
[[nodiscard]] std::string rule_changes_text(const rule_changes::Changes& changes, const TextOptions& options = {});
[[nodiscard]] std::string rule_changes_json(const rule_changes::Changes& changes);

}  // namespace syncdx::report
