// Text for people. Layout only: what is said comes from outline.cpp.
#include "report/outline.hpp"
#include "report/page.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <string>

namespace syncdx::report {
namespace {

constexpr std::size_t step_hang = 4;     // "10. "
constexpr std::size_t detail_hang = 13;  // "    against  "
constexpr std::size_t quote_lines = 3;

// What it is and what to do at one glance, where the headline names an issue only.
void print_likeliest(Page& page, const Outline& outline) {
  if (!outline.causes.empty()) {
    const auto& cause = outline.causes.front();
    page.paragraph({.text = {}, .hang = 2}, fmt::format("Likeliest cause: {}, {}", cause.title, cause.chance));
  }
  if (!outline.first_step.empty()) page.paragraph({.text = {}, .hang = 2}, outline.first_step);
}

void print_headline(Page& page, const Outline& outline) {
  page.paragraph({}, outline.headline, Style::bold);
  print_likeliest(page, outline);
  for (const auto& line : outline.context) page.paragraph({.text = {}, .hang = 2}, line);
}

// Long log lines are cut to a few lines of the page: the place leads to the rest.
void print_quote(Page& page, const Quote& quote, std::size_t hang) {
  const std::size_t room = page.room(hang) * quote_lines;
  const std::string text = fmt::format("{}: {}", quote.place, quote.text);
  page.paragraph({.text = {}, .hang = hang}, room == 0 ? text : shorten(text, room), Style::dim);
}

void print_points(Page& page, const std::vector<Point>& points, const Label& label) {
  for (const auto& point : points) {
    page.paragraph(label, point.sentence);
    for (const auto& quote : point.quotes) print_quote(page, quote, label.hang + 2);
  }
}

void print_cause(Page& page, const CauseSection& cause, std::string_view number) {
  page.paragraph({.text = number, .hang = step_hang}, fmt::format("{}: {}", cause.title, cause.chance), Style::bold);
  page.paragraph({.text = {}, .hang = step_hang}, cause.name, Style::dim);
  if (!cause.explanation.empty()) page.paragraph({.text = {}, .hang = step_hang}, cause.explanation);
  print_points(page, cause.for_it, {.text = "for", .style = Style::good, .indent = step_hang, .hang = detail_hang});
  if (cause.for_it.empty()) {
    page.paragraph({.text = "for", .style = Style::good, .indent = step_hang, .hang = detail_hang},
                   "nothing seen speaks for it by itself; it is what is left");
  }
  print_points(page, cause.against, {.text = "against", .style = Style::bad, .indent = step_hang, .hang = detail_hang});
}

void print_causes(Page& page, const Outline& outline) {
  if (!outline.causes.empty()) page.heading("CAUSES");
  for (std::size_t i = 0; i < outline.causes.size(); ++i) print_cause(page, outline.causes[i], fmt::format("{}.", i + 1));
  if (!outline.more_causes.empty()) page.paragraph({.text = {}, .hang = step_hang}, outline.more_causes);
  if (!outline.outside.empty()) page.heading("NOT MENDED BY ANY SETTING");
  for (const auto& cause : outline.outside) print_cause(page, cause, "-");
}

std::string step_title(const StepSection& step) {
  std::string text = step.title + " (" + step.cost;
  if (!step.chance.empty()) text += ", " + step.chance;
  return text + ")";
}

std::string kind_mark(StepKind kind) {
  switch (kind) {
    case StepKind::test:
      return "TEST: ";
    case StepKind::escalate:
      return "HAND OVER: ";
    case StepKind::repair:
      break;
  }
  return {};
}

void print_step(Page& page, const StepSection& step, std::string_view number) {
  page.paragraph({.text = number, .hang = step_hang}, kind_mark(step.kind) + step_title(step),
                 step.kind == StepKind::test ? Style::test : Style::bold);
  if (!step.causes.empty()) {
    page.paragraph({.text = {}, .hang = step_hang}, fmt::format("for: {}", fmt::join(step.causes, "; ")), Style::dim);
  }
  for (const auto& instruction : step.instructions) {
    page.paragraph({.text = "-", .indent = step_hang, .hang = step_hang + 2}, instruction);
  }
  if (!step.verify.empty()) {
    page.paragraph({.text = "check", .style = Style::good, .indent = step_hang, .hang = step_hang + 7}, step.verify);
  }
}

void print_steps(Page& page, const Outline& outline) {
  if (outline.steps.empty()) return;
  page.heading("STEPS");
  for (std::size_t i = 0; i < outline.steps.size(); ++i) print_step(page, outline.steps[i], fmt::format("{}.", i + 1));
}

void print_list(Page& page, std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  page.heading(title);
  for (const auto& line : lines) page.paragraph({.text = "-", .indent = 2, .hang = step_hang}, line);
}

void print_unexplained(Page& page, const Outline& outline) {
  print_list(page, "UNEXPLAINED", outline.unexplained);
  for (const auto& quote : outline.unmatched) print_quote(page, quote, step_hang);
}

// The instructions of a step are printed where it comes first.
void print_known_step(Page& page, const KnownStep& step, std::string_view number, std::set<std::string>& shown) {
  const bool is_new = shown.insert(step.id).second;
  const auto title = fmt::format("{} ({}){}", one_line(step.title), minutes(step.cost_minutes), is_new ? "" : ", as above");
  page.paragraph({.text = number, .indent = 4, .hang = 8}, title);
  if (!is_new) return;
  for (const auto& instruction : step.instructions) {
    page.paragraph({.text = "-", .indent = 8, .hang = 10}, one_line(instruction));
  }
  if (!step.verify.empty()) {
    page.paragraph({.text = "check", .style = Style::good, .indent = 8, .hang = 15}, one_line(step.verify));
  }
}

void print_known(Page& page, const KnownError& known, std::set<std::string>& shown) {
  page.heading(one_line(known.title.empty() ? known.id : known.title));
  page.paragraph({.text = {}, .hang = 2}, fmt::format("{} {} ({})", known.kind, one_line(known.id), one_line(known.platform)),
                 Style::dim);
  if (!known.means.empty()) page.paragraph({.text = {}, .hang = 2}, sentence(known.means));
  if (!known.guide.empty()) {
    page.paragraph({.text = {}, .hang = 2}, one_line(fmt::format("Troubleshooting guide: {}", fmt::join(known.guide, ", "))));
  }
  if (!known.points_to.empty()) page.paragraph({.text = {}, .hang = 2}, "Points to:");
  for (const auto& cause : known.points_to) page.paragraph({.text = "-", .indent = 4, .hang = 6}, one_line(cause));
  if (!known.steps.empty()) page.paragraph({.text = {}, .hang = 2}, "What to do:");
  for (std::size_t i = 0; i < known.steps.size(); ++i) {
    const std::string number = fmt::format("{}.", i + 1);
    print_known_step(page, known.steps[i], number, shown);
  }
}

}  // namespace

std::string to_text(const Diagnosis& diagnosis, const TextOptions& options) {
  const Outline content = outline(diagnosis);
  Page page(options);
  print_headline(page, content);
  print_causes(page, content);
  print_steps(page, content);
  print_list(page, "WHAT TO GIVE NEXT", content.give_next);
  print_list(page, "WOULD SETTLE IT", content.would_settle);
  print_list(page, "NOT LOOKED AT", content.not_examined);
  print_unexplained(page, content);
  print_list(page, "NOTES", content.notes);
  return std::move(page).take();
}

std::string known_errors_text(std::string_view query, std::span<const KnownError> known, const TextOptions& options) {
  Page page(options);
  if (known.empty()) {
    page.paragraph({}, fmt::format("No rule knows “{}”.", shorten(one_line(query), 200)), Style::bold);
    page.paragraph({}, "A whole line or a whole log says more than a code alone: syncdx diagnose LOG");
    return std::move(page).take();
  }
  page.paragraph({}, fmt::format("“{}” is known to the rules:", shorten(one_line(query), 200)), Style::bold);
  std::set<std::string> shown;
  for (const auto& error : known) print_known(page, error, shown);
  return std::move(page).take();
}

}  // namespace syncdx::report
