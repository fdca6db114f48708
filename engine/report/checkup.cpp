// The guide's diagnostic steps (section C) as one page: for each what was found, what was looked for and not seen, and how much
// nothing given could tell.
#include "report/json_parts.hpp"
#include "report/page.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <string>

namespace syncdx::report {
namespace {

constexpr std::size_t label_column = 5;
constexpr std::size_t finding_column = 12;

void add_step(Page& page, const CheckupStep& step) {
  page.paragraph({.text = step.guide, .style = Style::heading, .indent = 0, .hang = label_column}, one_line(step.title),
                 Style::bold);
  for (const auto& finding : step.findings) {
    const bool present = finding.state == FindingState::present;
    page.paragraph({.text = present ? "found" : "fine",
                    .style = present ? Style::bad : Style::good,
                    .indent = label_column,
                    .hang = finding_column},
                   present ? describe(finding) : "not seen: " + one_line(finding.title));
    for (const auto& sighting : finding.where) {
      if (!present) break;
      page.paragraph({.text = "", .style = Style::dim, .indent = finding_column, .hang = finding_column + 2},
                     place(sighting.source, sighting.line) + ": " + one_line(sighting.text), Style::dim);
      break;
    }
  }
  if (step.unknown > 0) {
    page.paragraph({.text = "open", .style = Style::dim, .indent = label_column, .hang = finding_column},
                   fmt::format("{} more could be found out: {}", step.unknown,
                               step.instructions.empty() ? std::string("see the guide") : one_line(step.instructions.front())));
  }
}

}  // namespace

std::string checkup_text(const Diagnosis& diagnosis, const TextOptions& options) {
  Page page(options);
  for (const auto& step : diagnosis.checkup) {
    add_step(page, step);
    page.blank();
  }
  if (diagnosis.causes.empty() || diagnosis.causes.front().probability < 0.2) {
    page.paragraph({.text = "", .indent = 0, .hang = 0}, "Nothing speaks clearly for a cause.", Style::bold);
  } else {
    const auto& cause = diagnosis.causes.front();
    page.paragraph({.text = "", .indent = 0, .hang = 0},
                   fmt::format("Likeliest cause: {}, {}. syncdx diagnose with the same options tells why, and what to do.",
                               one_line(cause.title), chance(cause.probability)),
                   Style::bold);
  }
  return std::move(page).take();
}

std::string checkup_json(const Diagnosis& diagnosis) {
  Json steps = Json::array();
  for (const auto& step : diagnosis.checkup) {
    Json findings = Json::array();
    for (const auto& finding : step.findings) {
      findings.push_back({{"finding", finding.finding}, {"title", finding.title}, {"state", state_name(finding.state)}});
    }
    steps.push_back(
        {{"guide", step.guide}, {"title", step.title}, {"findings", std::move(findings)}, {"unknown", step.unknown}});
  }
  return dump({{"schema", schema_version}, {"steps", std::move(steps)}});
}

}  // namespace syncdx::report
