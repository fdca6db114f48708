// CommonMark for a ticket. Nothing that comes from a log or a file name can leave its place: such text stands in code spans
// whose fence is longer than any run of backticks within (CommonMark 0.31, section 6.1); other text is backslash-escaped.
#include "report/outline.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace syncdx::report {
namespace {

std::size_t longest_backtick_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char byte : text) {
    run = byte == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// `text` must be one line. A space is put where the content starts or ends with a backtick (or a space, which would be
// stripped); blank content would not be a span at all.
std::string code_span(std::string_view text) {
  if (text.find_first_not_of(' ') == std::string_view::npos) return "` `";
  const std::string fence(longest_backtick_run(text) + 1, '`');
  const auto edge = [](char byte) { return byte == '`' || byte == ' '; };
  const std::string_view pad = edge(text.front()) || edge(text.back()) ? " " : "";
  return fmt::format("{}{}{}{}{}", fence, pad, text, pad, fence);
}

// Prose from rules and from the engine. Every mark that means something within a line gets a backslash; `@` and `#` would
// mention people and issues in some trackers, so they are written as character references.
std::string prose(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<~|$";
  std::string escaped;
  for (const char byte : text) {
    if (byte == '@') {
      escaped += "&#64;";
    } else if (byte == '#') {
      escaped += "&#35;";
    } else if (byte == '&') {
      escaped += "&amp;";
    } else {
      if (special.find(byte) != std::string_view::npos) escaped += '\\';
      escaped += byte;
    }
  }
  return escaped;
}

// A list marker, quote or rule at the start of a block would be taken as one: "1. ", "- ", "+ ", "> ", "===".
std::string block_prose(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::string escaped = prose(text);
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos) return escaped;
  const bool numbered = digits > 0 && (text[digits] == '.' || text[digits] == ')');
  const bool marked = digits == 0 && std::string_view("-+=>").find(text.front()) != std::string_view::npos;
  if (numbered || marked) escaped.insert(digits, 1, '\\');
  return escaped;
}

std::string quote(const Quote& quoted) { return fmt::format("{}: {}", code_span(quoted.place), code_span(quoted.text)); }

void add_points(std::string& text, std::string_view side, const std::vector<Point>& points) {
  for (const auto& point : points) {
    text += fmt::format("   - {}: {}\n", side, prose(point.sentence));
    for (const auto& quoted : point.quotes) text += fmt::format("     - {}\n", quote(quoted));
  }
}

void add_causes(std::string& text, std::string_view heading, const std::vector<CauseSection>& causes) {
  if (causes.empty()) return;
  text += fmt::format("\n## {}\n\n", heading);
  std::size_t number = 0;
  for (const auto& cause : causes) {
    text += fmt::format("{}. **{}**: {}, {}\n", ++number, prose(cause.title), prose(cause.chance), code_span(cause.name));
    if (!cause.explanation.empty()) text += fmt::format("   - {}\n", block_prose(cause.explanation));
    add_points(text, "for", cause.for_it);
    add_points(text, "against", cause.against);
  }
}

std::string step_line(const StepSection& step) {
  const std::string_view mark = step.kind == StepKind::test ? "Test: " : step.kind == StepKind::escalate ? "Hand over: " : "";
  const std::string odds = step.chance.empty() ? "" : ", " + step.chance;
  return fmt::format("**{}{}** ({}{})", mark, prose(step.title), prose(step.cost), prose(odds));
}

void add_steps(std::string& text, const std::vector<StepSection>& steps) {
  if (steps.empty()) return;
  text += "\n## Steps\n\n";
  std::size_t number = 0;
  for (const auto& step : steps) {
    const std::string marker = fmt::format("{}. ", ++number);
    const std::string indent(marker.size(), ' ');
    text += fmt::format("{}{}\n", marker, step_line(step));
    if (!step.causes.empty())
      text += fmt::format("{}- for: {}\n", indent, prose(fmt::format("{}", fmt::join(step.causes, "; "))));
    for (const auto& instruction : step.instructions) text += fmt::format("{}- {}\n", indent, block_prose(instruction));
    if (!step.verify.empty()) text += fmt::format("{}- check: {}\n", indent, prose(step.verify));
  }
}

void add_list(std::string& text, std::string_view heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  text += fmt::format("\n## {}\n\n", heading);
  for (const auto& line : lines) text += fmt::format("- {}\n", block_prose(line));
}

// Notes and context may quote names from outside, so they are code as a whole.
void add_code_list(std::string& text, std::string_view heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  text += fmt::format("\n## {}\n\n", heading);
  for (const auto& line : lines) text += fmt::format("- {}\n", code_span(line));
}

}  // namespace

std::string to_markdown(const Diagnosis& diagnosis) {
  const Outline content = outline(diagnosis);
  std::string text = fmt::format("# {}\n\n", prose(content.headline));
  if (!content.causes.empty()) {
    const auto& cause = content.causes.front();
    text += fmt::format("Likeliest cause: **{}**, {}\n\n", prose(cause.title), prose(cause.chance));
  }
  if (!content.first_step.empty()) text += fmt::format("{}\n\n", block_prose(content.first_step));
  for (const auto& line : content.context) text += fmt::format("- {}\n", block_prose(line));
  add_causes(text, "Causes", content.causes);
  if (!content.more_causes.empty()) text += fmt::format("\n{}\n", block_prose(content.more_causes));
  add_causes(text, "Not mended by any setting", content.outside);
  add_steps(text, content.steps);
  add_list(text, "What to give next", content.give_next);
  add_list(text, "Would settle it", content.would_settle);
  add_list(text, "Not looked at", content.not_examined);
  add_list(text, "Unexplained", content.unexplained);
  for (const auto& quoted : content.unmatched) text += fmt::format("  - {}\n", quote(quoted));
  add_code_list(text, "Notes", content.notes);
  return text;
}

}  // namespace syncdx::report
