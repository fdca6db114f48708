// What a fit proposes, as text (with the patch, so that `patch -p0` can read it) and as JSON.
#include "report/compared_figures.hpp"
#include "report/page.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace syncdx::report {
namespace {

using namespace evaluate;

void print_comparison(Page& page, const Fit& fit) {
  const bool validated = fit.validation.has_value();
  page.heading(validated ? fmt::format("GAIN, cross-validated in {} folds", fit.validation->folds)
                         : "GAIN on the fitted cases");
  page.line(fmt::format("  {:<12} {:>8} {:>8} {:>8}   {}", "", "before", "after", "change",
                        validated ? "(on the fitted cases themselves)" : ""));
  for (const auto& [name, value] : compared_figures) {
    const double before = (validated ? fit.validation->before : fit.on_the_cases_before).*value;
    const double after = (validated ? fit.validation->after : fit.on_the_cases_after).*value;
    page.line(fmt::format("  {:<12} {:>8.3f} {:>8.3f} {:>+8.3f}   {}", name, before, after, after - before,
                          validated ? fmt::format("({:.3f})", fit.on_the_cases_after.*value) : ""));
  }
  if (validated) {
    page.paragraph({.text = "", .indent = 2, .hang = 2},
                   fmt::format("Each case was diagnosed with numbers fitted without its fold: {} got better, {} got worse.",
                               counted(fit.validation->better, "case"), fit.validation->worse));
  }
}

void print_numbers(Page& page, const Fit& fit) {
  page.heading(fmt::format("NUMBERS that the cases would change: {}", fit.numbers.size()));
  for (const auto& number : fit.numbers) {
    page.line(fmt::format("  {:>7.4g} -> {:<7.4g} {:>6.1f} cases  {}{}{}", number.before, number.after, number.cases,
                          number.cause, number.symptom.empty() ? "  prior" : "  shows ", number.symptom));
  }
}

}  // namespace

std::string fit_text(const Fit& fit, const TextOptions& options) {
  Page page(options);
  page.heading("FIT");
  page.line(fmt::format("  {} used, {} rounds of expectation-maximisation, log posterior {:.2f} -> {:.2f}",
                        counted(fit.cases, "case"), fit.rounds, fit.objective_before, fit.objective_after));
  if (!fit.unmatched.empty()) {
    std::string ids;
    for (const auto& id : fit.unmatched) ids += (ids.empty() ? "" : ", ") + one_line(id);
    page.paragraph({.text = "", .indent = 2, .hang = 2},
                   fmt::format("Not used, since the rules hold no such cause on that platform: {}.", ids));
  }
  print_comparison(page, fit);
  print_numbers(page, fit);
  auto text = std::move(page).take();
  if (!fit.patches.empty()) text += "\n";
  for (const auto& patch : fit.patches) text += patch.diff;
  return text;
}

std::string fit_json(const Fit& fit) {
  Json json{
      {"schema", schema_version},
      {"kind", "syncdx-fit"},
      {"cases", fit.cases},
      {"unmatched", fit.unmatched},
      {"rounds", fit.rounds},
      {"log_posterior", {{"before", fit.objective_before}, {"after", fit.objective_after}}},
      {"fitted_cases", {{"before", compared_json(fit.on_the_cases_before)}, {"after", compared_json(fit.on_the_cases_after)}}}};
  json["cross_validated"] = nullptr;
  if (const auto& validation = fit.validation) {
    json["cross_validated"] = {{"folds", validation->folds},
                               {"before", compared_json(validation->before)},
                               {"after", compared_json(validation->after)},
                               {"better", validation->better},
                               {"worse", validation->worse}};
  }
  json["numbers"] = Json::array();
  for (const auto& number : fit.numbers) {
    json["numbers"].push_back({{"cause", number.cause},
                               {"symptom", number.symptom.empty() ? Json() : Json(number.symptom)},
                               {"before", number.before},
                               {"after", number.after},
                               {"cases", number.cases},
                               {"written", number.written},
                               {"file", number.where.path},
                               {"line", number.where.begin.line},
                               {"column", number.where.begin.column}});
  }
  json["patches"] = Json::array();
  for (const auto& patch : fit.patches) json["patches"].push_back({{"file", patch.path}, {"diff", patch.diff}});
  return dump(json);
}

}  // namespace syncdx::report
