// The arithmetic of one cause: log10 odds add up, finding by finding, from the prior to the posterior (weight of evidence:
// Good 1950). Odds o = 10^x give the probability o / (1 + o).
#include "report/page.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace syncdx::report {
namespace {

constexpr double rounding = 5e-3;          // half of the last printed digit
constexpr std::size_t figures_width = 29;  // "  weight    sum  probability"
constexpr std::size_t default_label_width = 60;
constexpr std::size_t most_nearest = 3;

double probability_of(double log_odds) { return 1 / (1 + std::pow(10.0, -log_odds)); }

std::vector<const DiagnosedCause*> all_causes(const Diagnosis& diagnosis) {
  std::vector<const DiagnosedCause*> causes;
  for (const auto& cause : diagnosis.causes) causes.push_back(&cause);
  for (const auto& cause : diagnosis.outside) causes.push_back(&cause);
  return causes;
}

const DiagnosedCause* find_cause(const Diagnosis& diagnosis, std::string_view name) {
  for (const auto* cause : all_causes(diagnosis)) {
    if (name == cause->id || name == full_name(*cause) || name == cause->issue + "." + cause->id) return cause;
  }
  return nullptr;
}

// The nearest by spelling, else those that share the longest part of the name, else the likeliest.
std::vector<std::string> nearest_causes(const Diagnosis& diagnosis, std::string_view name) {
  const auto dot = name.rfind('.');
  const std::string_view bare = dot == std::string_view::npos ? name : name.substr(dot + 1);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto* cause : all_causes(diagnosis)) {
    const bool part =
        bare.size() > 2 && (cause->id.find(bare) != std::string::npos || bare.find(cause->id) != std::string::npos);
    ranked.emplace_back(part ? 0 : edit_distance(bare, cause->id), cause->id);
  }
  std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string>::first);
  std::vector<std::string> names;
  for (auto& [distance, id] : ranked) {
    if (names.size() == most_nearest) break;
    if (std::ranges::find(names, id) == names.end()) names.push_back(std::move(id));
  }
  return names;
}

Diagnostic unknown_cause(const Diagnosis& diagnosis, std::string_view name) {
  const auto nearest = nearest_causes(diagnosis, name);
  const std::string hint =
      nearest.empty() ? "; the diagnosis has no causes" : fmt::format("; did you mean {}?", fmt::join(nearest, ", "));
  return {.code = "C002",
          .message = fmt::format("the diagnosis has no cause '{}'{}", shorten(one_line(name), 100), hint),
          .help = "--format json lists the ids of all causes that were weighed"};
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t points = count_code_points(text);
  if (points < width) text.append(width - points, ' ');
  return text;
}

std::size_t label_width(const TextOptions& options) {
  if (options.width == 0) return default_label_width;
  return std::clamp(options.width > figures_width ? options.width - figures_width : 0, std::size_t{20}, std::size_t{80});
}

// A label, wrapped in its column, with the figures beside its last line.
void row(Page& page, std::string_view label, std::string_view figures, std::size_t width) {
  auto lines = wrap(label, width - 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string text = (i == 0 ? "" : "  ") + lines[i];
    const bool last = i + 1 == lines.size();
    if (last && count_code_points(text) > width) {
      page.line(text);
      page.line(padded("", width) + std::string(figures));
    } else {
      page.line(last ? padded(text, width) + std::string(figures) : text);
    }
  }
}

// Minus zero and the like print as +0.00.
double tidy(double value) { return std::abs(value) < rounding ? 0 : value; }

std::string figures(double weight, double sum) {
  return fmt::format("{:>+8.2f} {:>+7.2f} {:>12}", tidy(weight), tidy(sum), percent(probability_of(sum), 1));
}

std::string total(double sum, double probability) {
  return fmt::format("{:>8} {:>+7.2f} {:>12}", "", tidy(sum), percent(probability, 1));
}

void print_evidence(Page& page, const Evidence& evidence, double sum, std::size_t width) {
  const std::string_view sign = evidence.weight < 0 ? "-" : "+";
  row(page, fmt::format("{} {} [{}]", sign, describe(evidence), one_line(evidence.finding)), figures(evidence.weight, sum),
      width);
  for (const auto& seen : evidence.where) {
    const std::string quote = fmt::format("{}: {}", place(seen.source, seen.line), one_line(seen.text));
    const std::size_t room = page.room(6) * 2;
    page.paragraph({.text = {}, .hang = 6}, room == 0 ? quote : shorten(quote, room), Style::dim);
  }
}

// What the listed findings do not account for, so that the sum always comes out.
void print_rest(Page& page, double rest, double sum, std::size_t width) {
  if (std::abs(rest) < rounding) return;
  row(page, fmt::format("{} findings not listed here", rest < 0 ? "-" : "+"), figures(rest, sum), width);
}

void print_legend(Page& page) {
  page.blank();
  page.paragraph(
      {},
      "A weight is the log10 of the factor by which the finding changes the odds of the cause, given the findings above "
      "it: +1 makes them ten times greater, -1 ten times smaller, +0.30 doubles them. Weights add up from the prior to "
      "the posterior; probability = odds / (1 + odds).");
}

}  // namespace

Result<std::string> explain_cause_text(const Diagnosis& diagnosis, std::string_view name, const TextOptions& options) {
  const auto* cause = find_cause(diagnosis, name);
  if (cause == nullptr) return fail(unknown_cause(diagnosis, name));
  const std::size_t width = label_width(options);
  Page page(options);
  page.paragraph({}, fmt::format("{}: {}", one_line(cause->title), chance(cause->probability)), Style::bold);
  page.paragraph({}, one_line(full_name(*cause)), Style::dim);
  if (!cause->explanation.empty()) page.paragraph({}, sentence(cause->explanation));
  page.blank();
  page.line(padded("", width) + fmt::format("{:>8} {:>7} {:>12}", "weight", "sum", "probability"));
  row(page, "prior: before any finding", total(cause->prior_log_odds, cause->prior), width);
  double sum = cause->prior_log_odds;
  for (const auto& evidence : cause->evidence) {
    sum += evidence.weight;
    print_evidence(page, evidence, sum, width);
  }
  if (std::abs(cause->allowance) >= rounding) {
    sum += cause->allowance;
    const std::string_view sign = cause->allowance < 0 ? "-" : "+";
    row(page, fmt::format("{} allowance: what texts say may mislead", sign), figures(cause->allowance, sum), width);
  }
  print_rest(page, cause->posterior_log_odds - sum, cause->posterior_log_odds, width);
  row(page, "posterior", total(cause->posterior_log_odds, cause->probability), width);
  if (cause->evidence.empty()) page.paragraph({}, "No finding that is known touches this cause: it stays at its prior.");
  if (!diagnosis.exact) {
    page.paragraph({}, fmt::format("Approximate: the probability is off by {:.2g} at most.", diagnosis.error_bound));
  }
  print_legend(page);
  return std::move(page).take();
}

}  // namespace syncdx::report
