// The error lines that no rule explains, as text and as JSON.
#include "report/json_parts.hpp"
#include "report/page.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <string>

namespace syncdx::report {
namespace {

using gaps::Gap;
using gaps::GapReport;

constexpr std::size_t number_column = 4;

void print_gap(Page& page, const Gap& gap, std::size_t number) {
  page.paragraph({.text = fmt::format("{}.", number), .style = Style::bold, .hang = number_column}, one_line(gap.template_text),
                 Style::bold);
  page.paragraph({.text = "", .indent = number_column, .hang = number_column},
                 fmt::format("{}, {}{}", counted(gap.sessions, "session"), counted(gap.lines, "line"),
                             gap.platform == "any" ? "" : ", " + gap.platform));
  for (const auto& sample : gap.samples) {
    page.paragraph({.text = "", .indent = number_column, .hang = number_column + 2},
                   place(sample.source, sample.line) + ": " + one_line(sample.text), Style::dim);
  }
  const auto pattern = gap.pattern.empty() ? "none: " + gap.why_no_pattern : gap.pattern;
  page.paragraph({.text = "pattern", .style = Style::good, .indent = number_column, .hang = number_column + 9}, pattern);
}

}  // namespace

std::string gaps_text(const GapReport& report, const TextOptions& options) {
  Page page(options);
  const auto& platform = report.platform;
  page.heading(fmt::format("NOT EXPLAINED BY ANY RULE{}: {} of {} read, of {}", platform.empty() ? "" : ", " + platform,
                           counted(report.lines, "error line"), counted(report.log_lines, "line"),
                           counted(report.kinds, "kind")));
  if (report.log_lines == 0) {
    page.line("  There was no line to read.");
  } else if (report.lines == 0) {
    page.line(fmt::format("  Every error line{} is explained.", platform.empty() ? "" : " of " + platform));
  }
  std::size_t number = 0;
  for (const auto& gap : report.gaps) {
    if (number > 0) page.blank();
    print_gap(page, gap, ++number);
  }
  if (report.kinds > report.gaps.size()) {
    page.blank();
    page.line(fmt::format("  Further kinds: {} (--most N shows more)", report.kinds - report.gaps.size()));
  }
  if (report.sampled) page.line("  There were so many kinds that only a fair sample of them was kept.");
  return std::move(page).take();
}

std::string gaps_json(const GapReport& report) {
  Json json{{"schema", 1},
            {"kind", "syncdx-gaps"},
            {"platform", report.platform.empty() ? Json() : Json(report.platform)},
            {"kinds", report.kinds},
            {"lines", report.lines},
            {"log_lines", report.log_lines},
            {"sampled", report.sampled}};
  json["gaps"] = Json::array();
  for (const auto& gap : report.gaps) {
    Json samples = Json::array();
    for (const auto& sample : gap.samples) {
      samples.push_back({{"source", sample.source}, {"line", sample.line}, {"time", sample.time}, {"text", sample.text}});
    }
    json["gaps"].push_back({{"id", gap.id},
                            {"template", gap.template_text},
                            {"sessions", gap.sessions},
                            {"lines", gap.lines},
                            {"platform", gap.platform},
                            {"pattern", gap.pattern.empty() ? Json() : Json(gap.pattern)},
                            {"why_no_pattern", gap.why_no_pattern.empty() ? Json() : Json(gap.why_no_pattern)},
                            {"samples", std::move(samples)}});
  }
  json["inputs"] = Json::array();
  for (const auto& input : report.inputs) {
    json["inputs"].push_back({{"name", input.name}, {"bytes", input.bytes}, {"lines", input.lines}, {"cut", input.cut}});
  }
  return dump(json);
}

}  // namespace syncdx::report
