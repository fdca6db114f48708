#include "report/outline.hpp"

#include "report/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace syncdx::report {
namespace {

constexpr double least_shown_probability = .05;
constexpr double least_shown_weight = .05;  // log10 odds: a factor of 1.12
constexpr double least_unexplained = .01;
constexpr std::size_t most_causes = 3;
constexpr std::size_t most_for = 3;
constexpr std::size_t most_against = 2;
constexpr std::size_t most_unmatched = 5;

bool speaks_for(const Evidence& evidence) {
  return evidence.state == FindingState::present && evidence.weight >= least_shown_weight;
}

bool has_support(const DiagnosedCause& cause) {
  return cause.probability >= least_shown_probability && std::ranges::any_of(cause.evidence, speaks_for);
}

Point point(const Evidence& evidence) {
  Point result{describe(evidence), {}};
  if (!evidence.where.empty()) {
    const auto& seen = evidence.where.front();
    result.quotes.push_back({place(seen.source, seen.line), one_line(seen.text)});
  }
  return result;
}

// The strongest findings on one side; `side` is +1 for those that speak for the cause, -1 for those against. What was not seen
// speaks for a cause only by speaking against its rivals: that is no evidence that a reader can use, so it is left out.
std::vector<Point> strongest(const DiagnosedCause& cause, double side, std::size_t limit) {
  std::vector<const Evidence*> chosen;
  for (const auto& evidence : cause.evidence) {
    const bool usable = side < 0 || evidence.state == FindingState::present;
    if (usable && evidence.weight * side >= least_shown_weight) chosen.push_back(&evidence);
  }
  std::ranges::stable_sort(chosen, [&](const auto* a, const auto* b) { return a->weight * side > b->weight * side; });
  if (chosen.size() > limit) chosen.resize(limit);
  std::vector<Point> points;
  points.reserve(chosen.size());
  for (const auto* evidence : chosen) points.push_back(point(*evidence));
  return points;
}

CauseSection cause_section(const DiagnosedCause& cause) {
  return {.title = one_line(cause.title.empty() ? cause.id : cause.title),
          .chance = chance(cause.probability),
          .name = one_line(full_name(cause)),
          .explanation = sentence(cause.explanation),
          .for_it = strongest(cause, 1, most_for),
          .against = strongest(cause, -1, most_against)};
}

// The causes worth showing, likeliest first; but the likeliest of the leading issue, which the headline names, leads.
std::vector<DiagnosedCause> causes_in_order(const Diagnosis& diagnosis) {
  auto causes = diagnosis.causes;
  std::erase_if(causes, [](const auto& cause) { return cause.probability < least_shown_probability; });
  if (!diagnosis.issues.empty()) {
    const auto leader = std::ranges::find(causes, diagnosis.issues.front().id, &DiagnosedCause::issue);
    if (leader != causes.end()) std::rotate(causes.begin(), leader, std::next(leader));
  }
  return causes;
}

// A line that shows several causes is quoted for the first of them.
void quote_once(std::vector<CauseSection>& sections) {
  std::set<std::pair<std::string, std::string>> quoted;
  for (auto& section : sections) {
    for (auto& point : section.for_it) {
      for (auto& quote : point.quotes) {
        if (!quoted.emplace(quote.place, quote.text).second) quote.text = "as above";
      }
    }
  }
}

std::vector<CauseSection> cause_sections(const std::vector<DiagnosedCause>& causes) {
  std::vector<CauseSection> sections;
  for (const auto& cause : causes) {
    if (sections.size() == most_causes || cause.probability < least_shown_probability) break;
    sections.push_back(cause_section(cause));
  }
  quote_once(sections);
  return sections;
}

std::string further_causes(const std::vector<DiagnosedCause>& causes, std::size_t shown) {
  std::vector<std::string> further;
  std::size_t count = 0;
  for (std::size_t i = shown; i < causes.size(); ++i) {
    const auto& cause = causes[i];
    ++count;
    if (further.size() < most_causes)
      further.push_back(fmt::format("{} ({})", one_line(cause.title), percent(cause.probability)));
  }
  if (count == 0) return {};
  const std::string rest = count > further.size() ? fmt::format(" and {} more", count - further.size()) : "";
  return fmt::format("Further causes: {}{}.", fmt::join(further, ", "), rest);
}

bool no_bytes(const Diagnosis& diagnosis) {
  return !diagnosis.inputs.empty() && std::ranges::all_of(diagnosis.inputs, [](const auto& input) { return input.bytes == 0; });
}

bool outside_leads(const Diagnosis& diagnosis) {
  if (diagnosis.outside.empty() || !has_support(diagnosis.outside.front())) return false;
  return diagnosis.causes.empty() || diagnosis.outside.front().probability > diagnosis.causes.front().probability;
}

bool fault_shown(const Diagnosis& diagnosis) {
  return outside_leads(diagnosis) || (!diagnosis.issues.empty() && std::ranges::any_of(diagnosis.causes, has_support));
}

std::string headline(const Diagnosis& diagnosis) {
  if (outside_leads(diagnosis)) {
    const auto& cause = diagnosis.outside.front();
    return fmt::format("Outside the integration's settings: {}: {}", one_line(cause.title), chance(cause.probability));
  }
  if (fault_shown(diagnosis)) {
    const auto& issue = diagnosis.issues.front();
    return fmt::format("{}: {}", one_line(issue.title.empty() ? issue.id : issue.title), chance(issue.probability));
  }
  if (no_bytes(diagnosis) && !diagnosis.session.empty()) return "No known fault shows in the exports; no log was given";
  if (no_bytes(diagnosis)) {
    const bool unread = std::ranges::any_of(diagnosis.inputs, &InputSummary::cut);
    return unread ? "The log could not be read: see the notes" : "The log is empty: there is nothing to diagnose";
  }
  if (diagnosis.unmatched_error_count > 0) {
    return fmt::format("No known fault shows in this log, but {} that no rule knows",
                       counted(diagnosis.unmatched_error_count, "error line"));
  }
  return "No known fault shows in this log";
}

std::string platform_line(const Diagnosis& diagnosis) {
  const std::string reason = one_line(diagnosis.platform_reason);
  if (diagnosis.platform.empty() || diagnosis.platform == "any") {
    return fmt::format("Platform: not known ({})", reason.empty() ? "general rules only" : reason);
  }
  std::string how = !diagnosis.platform_detected ? "as given" : reason.empty() ? "detected" : "detected: " + reason;
  // A mistyped platform costs all of its rules: said where one looks first, not among the notes.
  const auto unknown = std::ranges::find(diagnosis.notes, "D003", &Diagnostic::code);
  if (unknown != diagnosis.notes.end()) how += "; general rules only" + (unknown->help.empty() ? "" : "; " + unknown->help);
  return fmt::format("Platform: {} ({})", one_line(diagnosis.platform), how);
}

std::string completeness_line(const Diagnosis& diagnosis) {
  const std::string reason = one_line(diagnosis.complete_reason);
  if (diagnosis.complete) return reason.empty() ? "Log: whole" : fmt::format("Log: whole ({})", reason);
  return fmt::format("Log: perhaps not whole ({})", reason.empty() ? "what it does not show counts for nothing" : reason);
}

std::string inputs_line(const Diagnosis& diagnosis) {
  std::vector<std::string> parts;
  for (const auto& input : diagnosis.inputs) {
    parts.push_back(
        fmt::format("{}, {}{}", one_line(input.name), counted(input.lines, "line"), input.cut ? ", cut short" : ""));
  }
  return fmt::format("Read: {}", fmt::join(parts, "; "));
}

std::vector<std::string> context(const Diagnosis& diagnosis) {
  std::vector<std::string> lines{platform_line(diagnosis)};
  if (!diagnosis.session.empty()) lines.push_back(fmt::format("Session: {}", one_line(diagnosis.session)));
  if (!diagnosis.inputs.empty()) lines.push_back(inputs_line(diagnosis));
  lines.push_back(completeness_line(diagnosis));
  if (!diagnosis.exact) {
    lines.push_back(
        fmt::format("Probabilities are approximate: off by {:.2g} percentage points at most", diagnosis.error_bound * 100));
  }
  return lines;
}

std::string cause_title(const Diagnosis& diagnosis, std::string_view id) {
  for (const auto* list : {&diagnosis.causes, &diagnosis.outside}) {
    const auto found = std::ranges::find(*list, id, &DiagnosedCause::id);
    if (found != list->end() && !found->title.empty()) return one_line(found->title);
  }
  return one_line(id);
}

// Nothing for what hardly mends anything by itself: it prepares another step.
std::string step_chance(const DiagnosedStep& step) {
  if (step.probability_of_success < 0.05) return {};
  if (step.kind == StepKind::repair) return fmt::format("{} chance to fix it", percent(step.probability_of_success));
  if (step.kind == StepKind::test && step.expected_saving_minutes > 0) {
    return fmt::format("expected to save {}", minutes(step.expected_saving_minutes));
  }
  if (step.kind == StepKind::test && !step.fixes.empty()) {
    return fmt::format("{} chance to find it", percent(step.probability_of_success));
  }
  return {};
}

StepSection step_section(const Diagnosis& diagnosis, const DiagnosedStep& step) {
  StepSection section{.kind = step.kind,
                      .title = one_line(step.title.empty() ? step.id : step.title),
                      .cost = minutes(step.cost_minutes),
                      .chance = step_chance(step),
                      .causes = {},
                      .instructions = {},
                      .verify = one_line(step.verify)};
  // Handing over helps with whatever is left, whichever causes name it.
  const std::size_t named = step.kind == StepKind::escalate ? 0 : std::min(most_causes, step.fixes.size());
  for (std::size_t i = 0; i < named; ++i) {
    const bool titled = i < step.fixes_titles.size() && !step.fixes_titles[i].empty();
    section.causes.push_back(titled ? one_line(step.fixes_titles[i]) : cause_title(diagnosis, step.fixes[i]));
  }
  for (const auto& instruction : step.instructions) section.instructions.push_back(one_line(instruction));
  return section;
}

std::string first_step(const StepSection& step) {
  const std::string odds = step.chance.empty() ? "" : ", " + step.chance;
  return fmt::format("Do first: {} ({}{})", step.title, step.cost, odds);
}

// Repairs for causes that nothing speaks for would only follow the priors: without a fault, tests alone are shown.
std::vector<StepSection> step_sections(const Diagnosis& diagnosis, bool fault) {
  std::vector<StepSection> sections;
  for (const auto& step : diagnosis.steps) {
    if (fault || step.kind == StepKind::test) sections.push_back(step_section(diagnosis, step));
  }
  return sections;
}

std::string hypothesis(const Change& change) {
  const std::string title = one_line(change.title.empty() ? change.finding : change.title);
  switch (change.to) {
    case FindingState::present:
      return fmt::format("“{}” were seen", title);
    case FindingState::absent:
      return fmt::format("“{}” were known not to be there", title);
    case FindingState::unknown:
      break;
  }
  return fmt::format("“{}” did not count", title);
}

std::vector<std::string> would_settle(const Diagnosis& diagnosis, const std::vector<StepSection>& steps) {
  std::vector<std::string> lines;
  std::vector<std::string> changes;
  for (const auto& change : diagnosis.what_would_change) changes.push_back(hypothesis(change));
  if (!changes.empty()) lines.push_back(fmt::format("Another cause would come first if {}.", fmt::join(changes, " and ")));
  for (const auto& open : diagnosis.questions) {
    lines.push_back(fmt::format("{} (--answer {}=yes or =no)", one_line(open.question), one_line(open.id)));
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == StepKind::test) lines.push_back(fmt::format("Step {}: {}.", i + 1, steps[i].title));
  }
  return lines;
}

// Where nothing was found: what more to give, so that something can be.
std::vector<std::string> give_next(const Diagnosis& diagnosis) {
  if (no_bytes(diagnosis)) return {"The session's log, as a file or through standard input: syncdx diagnose sync.log"};
  std::vector<std::string> lines;
  if (!diagnosis.complete)
    lines.emplace_back("The whole log; if this is it, say --complete: then what it does not show counts, too.");
  if (diagnosis.platform.empty() || diagnosis.platform == "any")
    lines.emplace_back("The platform: --platform shopify (or amazon, netsuite, …)");
  lines.emplace_back("What is known beside the log: --session FILE and --integration FILE (JSON exports)");
  lines.emplace_back("What the user saw, in their own words, as one more line of the log");
  return lines;
}

std::vector<std::string> not_examined(const Diagnosis& diagnosis) {
  std::vector<std::string> lines;
  for (const auto& missing : diagnosis.not_examined) {
    std::string line = one_line(missing.what);
    if (!missing.why.empty()) line += ": " + one_line(missing.why);
    if (missing.findings > 0) line += fmt::format(" ({} left open)", counted(missing.findings, "finding"));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> unexplained(const Diagnosis& diagnosis, bool fault) {
  std::vector<std::string> lines;
  if (fault && diagnosis.unexplained >= least_unexplained) {
    lines.push_back(fmt::format("None of the known causes is at work: {}.", chance(diagnosis.unexplained)));
  }
  if (diagnosis.unmatched_error_count > 0) {
    const auto shown = std::min(diagnosis.unmatched_errors.size(), most_unmatched);
    const std::string which = diagnosis.unmatched_error_count > shown ? fmt::format("; the first {} are", shown) : "";
    lines.push_back(fmt::format("{} matched no rule{}:", counted(diagnosis.unmatched_error_count, "error line"), which));
  }
  return lines;
}

std::vector<Quote> unmatched(const Diagnosis& diagnosis) {
  std::vector<Quote> quotes;
  for (const auto& error : diagnosis.unmatched_errors) {
    if (quotes.size() == most_unmatched) break;
    quotes.push_back({place(error.source, error.line), one_line(error.text)});
  }
  return quotes;
}

std::vector<std::string> notes(const Diagnosis& diagnosis) {
  std::vector<std::string> lines;
  for (const auto& note : diagnosis.notes) {
    std::string line = note.where.path.empty() ? "" : place(note.where.path, note.where.begin.line) + ": ";
    line += sentence(note.message);
    if (!note.help.empty()) line += " " + sentence(note.help);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

Outline outline(const Diagnosis& diagnosis) {
  Outline result;
  result.fault = fault_shown(diagnosis);
  result.headline = headline(diagnosis);
  result.context = context(diagnosis);
  if (result.fault) {
    const auto causes = causes_in_order(diagnosis);
    result.causes = cause_sections(causes);
    result.more_causes = further_causes(causes, result.causes.size());
    result.outside = cause_sections(diagnosis.outside);
  }
  result.steps = step_sections(diagnosis, result.fault);
  if (result.fault && !result.steps.empty()) result.first_step = first_step(result.steps.front());
  if (!result.fault) result.give_next = give_next(diagnosis);
  result.would_settle = would_settle(diagnosis, result.steps);
  result.not_examined = not_examined(diagnosis);
  result.unexplained = unexplained(diagnosis, result.fault);
  result.unmatched = unmatched(diagnosis);
  result.notes = notes(diagnosis);
  return result;
}

}  // namespace syncdx::report
