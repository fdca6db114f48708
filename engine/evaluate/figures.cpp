#include "evaluate/figures.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace syncdx::evaluate {
namespace {

constexpr double loud = 0.5;  // from here on an issue out of scope is a false alarm

double share(double part, std::size_t whole) { return whole == 0 ? 0 : part / static_cast<double>(whole); }

std::string platform_group(const CaseOutcome& outcome) { return outcome.platform == "any" ? "other" : outcome.platform; }

std::size_t bin_of(double probability) { return std::min<std::size_t>(9, static_cast<std::size_t>(probability * 10)); }

// A probability of the first issue, and whether that issue is right.
struct Forecast {
  double probability = 0;
  bool right = false;
};

std::vector<Forecast> forecasts_of(std::span<const CaseOutcome> outcomes) {
  std::vector<Forecast> forecasts;
  for (const auto& outcome : outcomes) {
    if (!outcome.out_of_scope) forecasts.push_back({outcome.top_probability, outcome.issue_right});
  }
  return forecasts;
}

std::array<CalibrationBin, 10> bins_of(std::span<const Forecast> forecasts) {
  std::array<CalibrationBin, 10> bins{};
  for (const auto& forecast : forecasts) {
    auto& bin = bins[bin_of(forecast.probability)];
    ++bin.cases;
    bin.mean_probability += forecast.probability;
    bin.share_right += forecast.right ? 1 : 0;
  }
  for (auto& bin : bins) {
    bin.mean_probability = share(bin.mean_probability, bin.cases);
    bin.share_right = share(bin.share_right, bin.cases);
  }
  return bins;
}

double calibration_error(const std::array<CalibrationBin, 10>& bins, std::size_t cases) {
  double sum = 0;
  for (const auto& bin : bins) sum += static_cast<double>(bin.cases) * std::abs(bin.mean_probability - bin.share_right);
  return share(sum, cases);
}

double brier_score(std::span<const Forecast> forecasts) {
  double sum = 0;
  for (const auto& forecast : forecasts) sum += std::pow(forecast.probability - (forecast.right ? 1 : 0), 2);
  return share(sum, forecasts.size());
}

// Probabilities of 0 and 1 count as this near to them: as JSON publishes six digits, more is not known.
constexpr double least_doubt = 1e-6;

double log_odds(double probability) {
  const double p = std::clamp(probability, least_doubt, 1 - least_doubt);
  return std::log(p) - std::log1p(-p);
}

double tempered(double probability, double temperature) { return 1 / (1 + std::exp(-log_odds(probability) / temperature)); }

double log_loss(std::span<const Forecast> forecasts, double temperature) {
  double sum = 0;
  for (const auto& forecast : forecasts) {
    const double odds = log_odds(forecast.probability) / temperature;
    sum += std::log1p(std::exp(forecast.right ? -odds : odds));
  }
  return share(sum, forecasts.size());
}

}  // namespace

Figures figures_of(std::span<const CaseOutcome> outcomes) {
  Figures figures;
  std::size_t quiet = 0;
  for (const auto& outcome : outcomes) {
    figures.failed += outcome.failure ? 1U : 0U;
    if (outcome.out_of_scope) {
      ++figures.out_of_scope;
      quiet += outcome.top_probability < loud ? 1U : 0U;
      continue;
    }
    const auto rank = outcome.cause_rank;
    ++figures.cases;
    figures.issue_top1 += outcome.issue_right ? 1 : 0;
    figures.issue_top1_lenient += outcome.issue_defensible ? 1 : 0;
    figures.issue_top3 += outcome.issue_in_three ? 1 : 0;
    figures.cause_top1 += rank == 1 ? 1 : 0;
    figures.cause_top3 += rank >= 1 && rank <= 3 ? 1 : 0;
    figures.log_loss += outcome.log_loss;
    figures.cause_mrr += rank == 0 ? 0 : 1 / static_cast<double>(rank);
    const auto group = platform_group(outcome);
    auto entry = std::ranges::find(figures.by_platform, group, &PlatformFigures::platform);
    if (entry == figures.by_platform.end()) entry = figures.by_platform.insert(entry, {.platform = group});
    ++entry->cases;
    entry->issue_top1 += outcome.issue_right ? 1 : 0;
    entry->cause_top1 += rank == 1 ? 1 : 0;
    entry->cause_top3 += rank >= 1 && rank <= 3 ? 1 : 0;
  }
  for (auto* figure : {&figures.issue_top1, &figures.issue_top1_lenient, &figures.issue_top3, &figures.cause_top1,
                       &figures.cause_top3, &figures.cause_mrr, &figures.log_loss}) {
    *figure = share(*figure, figures.cases);
  }
  for (auto& entry : figures.by_platform) {
    for (auto* figure : {&entry.issue_top1, &entry.cause_top1, &entry.cause_top3}) *figure = share(*figure, entry.cases);
  }
  const auto forecasts = forecasts_of(outcomes);
  figures.bins = bins_of(forecasts);
  figures.brier = brier_score(forecasts);
  figures.ece = calibration_error(figures.bins, figures.cases);
  if (figures.out_of_scope > 0) figures.out_of_scope_quiet = share(static_cast<double>(quiet), figures.out_of_scope);
  return figures;
}

Confusion confusion_of(std::span<const CaseOutcome> outcomes) {
  std::set<std::string> names;
  for (const auto& outcome : outcomes) {
    names.insert(outcome.issue);
    if (!outcome.issues.empty()) names.insert(outcome.issues.front().id);
  }
  Confusion confusion{.issues = {names.begin(), names.end()}, .counts = {}};
  confusion.counts.assign(confusion.issues.size(), std::vector<std::size_t>(confusion.issues.size() + 1, 0));
  const auto place = [&](const std::string& name) {
    return static_cast<std::size_t>(std::ranges::lower_bound(confusion.issues, name) - confusion.issues.begin());
  };
  for (const auto& outcome : outcomes) {
    const bool quiet = outcome.issues.empty() || (outcome.out_of_scope && outcome.top_probability < loud);
    ++confusion.counts[place(outcome.issue)][quiet ? confusion.issues.size() : place(outcome.issues.front().id)];
  }
  return confusion;
}

std::optional<Temperature> best_temperature(std::span<const CaseOutcome> outcomes) {
  auto forecasts = forecasts_of(outcomes);
  const auto right = std::ranges::count(forecasts, true, &Forecast::right);
  if (right == 0 || right == std::ssize(forecasts)) return std::nullopt;
  // Log loss is convex in 1/T (logistic regression with one weight), so unimodal in ln T: golden-section search there.
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double low = std::log(0.05);
  double high = std::log(20.0);
  while (high - low > 1e-9) {
    const double left = high - golden * (high - low);
    const double right_end = low + golden * (high - low);
    if (log_loss(forecasts, std::exp(left)) < log_loss(forecasts, std::exp(right_end))) {
      high = right_end;
    } else {
      low = left;
    }
  }
  Temperature best{.value = std::exp((low + high) / 2)};
  best.log_loss_before = log_loss(forecasts, 1);
  best.log_loss_after = log_loss(forecasts, best.value);
  for (auto& forecast : forecasts) forecast.probability = tempered(forecast.probability, best.value);
  best.brier_after = brier_score(forecasts);
  best.ece_after = calibration_error(bins_of(forecasts), forecasts.size());
  return best;
}

std::map<std::string, double> named_figures(const Figures& figures) {
  std::map<std::string, double> named{{"issue_top1", figures.issue_top1},
                                      {"issue_top1_lenient", figures.issue_top1_lenient},
                                      {"issue_top3", figures.issue_top3},
                                      {"cause_top1", figures.cause_top1},
                                      {"cause_top3", figures.cause_top3},
                                      {"cause_mrr", figures.cause_mrr},
                                      {"log_loss", figures.log_loss},
                                      {"brier", figures.brier},
                                      {"ece", figures.ece}};
  if (figures.out_of_scope_quiet) named.emplace("out_of_scope_quiet", *figures.out_of_scope_quiet);
  return named;
}

}  // namespace syncdx::evaluate
