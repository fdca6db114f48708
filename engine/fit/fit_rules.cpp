#include "syncdx/fit_rules.hpp"

#include "base/on_threads.hpp"
#include "evaluate/figures.hpp"
#include "evaluate/judge.hpp"
#include "fit/fit_cases.hpp"
#include "fit/rule_patch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace syncdx::evaluate {
namespace {

class Fitter {
 public:
  Fitter(const Knowledge& knowledge, const LabelledCases& cases, const FitOptions& options, Numbers numbers)
      : rules_(*knowledge.rules),
        cases_(cases.cases),
        options_(options),
        numbers_(std::move(numbers)),
        examined_(examine_cases(knowledge, cases_, options.run)),
        redactor_(options.run.redaction_key) {
    for (const auto& number : numbers_.list) {
      priors_.push_back({number.author, number.symptom ? options_.weight : options_.prior_weight});
    }
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      prepared_.push_back(fit_case(rules_, numbers_, cases_[i], examined_[i], options_.unseen));
    }
  }

  Fit run() {
    Fit fit;
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if (prepared_[i]) {
        all.push_back(i);
      } else {
        fit.unmatched.push_back(cases_[i].id);
      }
    }
    fit.cases = all.size();
    const auto estimate = estimated(all);
    fit.rounds = estimate.objective.size() - 1;
    fit.objective_before = estimate.objective.front();
    fit.objective_after = estimate.objective.back();
    values_ = written(estimate.values);
    list_changes(estimate, fit);
    const auto before = judged(rules_);
    const auto after = judged(with_numbers(rules_, numbers_, values_));
    fit.on_the_cases_before = figures_of(before);
    fit.on_the_cases_after = figures_of(after);
    if (options_.folds > 1) fit.validation = validated(before);
    return fit;
  }

  [[nodiscard]] const Numbers& numbers() const { return numbers_; }
  [[nodiscard]] const std::vector<double>& values() const { return values_; }

 private:
  [[nodiscard]] Estimate estimated(std::span<const std::size_t> chosen) const {
    std::vector<FitCase> cases;
    for (const auto i : chosen) {
      if (prepared_[i]) cases.push_back(*prepared_[i]);
    }
    return maximise(cases, priors_);
  }

  [[nodiscard]] std::vector<double> written(const std::vector<double>& values) const {
    std::vector<double> result;
    for (std::size_t i = 0; i < values.size(); ++i) result.push_back(as_written(numbers_.list[i], values[i]));
    return result;
  }

  [[nodiscard]] std::vector<CaseOutcome> judged(const rules::RuleSet& rules) const {
    std::vector<CaseOutcome> outcomes(cases_.size());
    on_threads(options_.run.threads, cases_.size(),
               [&](std::size_t i) { outcomes[i] = judge(rules, cases_[i], examined_[i], Depth::verdict, redactor_); });
    return outcomes;
  }

  void list_changes(const Estimate& estimate, Fit& fit) const {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const auto& number = numbers_.list[i];
      if (values_[i] == number.author) continue;
      fit.numbers.push_back({.cause = rules::full_name(rules_, rules_.causes[number.cause]),
                             .symptom = number.symptom ? rules_.symptoms[*number.symptom].id : "",
                             .before = number.author,
                             .after = values_[i],
                             .cases = estimate.cases[i],
                             .written = number.place.written,
                             .where = number.place.where});
    }
    std::ranges::sort(fit.numbers, {}, &FittedNumber::where);
  }

  // Which fold a case is in: cases of one cause are dealt out in turn, so that each fold has its share of it.
  [[nodiscard]] std::vector<std::size_t> folds() const {
    std::vector<std::size_t> order(cases_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](const auto i) { return std::tie(cases_[i].issue, cases_[i].cause, cases_[i].id); });
    std::vector<std::size_t> fold_of(cases_.size());
    for (std::size_t place = 0; place < order.size(); ++place) fold_of[order[place]] = place % options_.folds;
    return fold_of;
  }

  [[nodiscard]] CrossValidation validated(const std::vector<CaseOutcome>& before) const {
    const auto fold_of = folds();
    auto after = before;
    for (std::size_t fold = 0; fold < options_.folds; ++fold) {
      std::vector<std::size_t> others;
      std::vector<std::size_t> held_out;
      for (std::size_t i = 0; i < cases_.size(); ++i) (fold_of[i] == fold ? held_out : others).push_back(i);
      const auto fitted = with_numbers(rules_, numbers_, written(estimated(others).values));
      on_threads(options_.run.threads, held_out.size(), [&](std::size_t k) {
        const auto i = held_out[k];
        after[i] = judge(fitted, cases_[i], examined_[i], Depth::verdict, redactor_);
      });
    }
    CrossValidation result{.folds = options_.folds, .before = figures_of(before), .after = figures_of(after)};
    const auto merit = [](const CaseOutcome& outcome) {
      return std::pair(outcome.issue_right, outcome.cause_rank == 0 ? 0.0 : 1.0 / static_cast<double>(outcome.cause_rank));
    };
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].out_of_scope) continue;
      result.better += merit(after[i]) > merit(before[i]) ? 1U : 0U;
      result.worse += merit(after[i]) < merit(before[i]) ? 1U : 0U;
    }
    return result;
  }

  const rules::RuleSet& rules_;
  std::span<const LabelledCase> cases_;
  const FitOptions& options_;
  Numbers numbers_;
  std::vector<ExaminedCase> examined_;
  logs::Redactor redactor_;
  std::vector<BetaPrior> priors_;
  std::vector<std::optional<FitCase>> prepared_;
  std::vector<double> values_;
};

// The patched files are rules still.
Result<std::vector<FilePatch>> checked(std::vector<FilePatch> patches, std::vector<rules::RuleFile> files) {
  for (auto& file : files) {
    const auto patch = std::ranges::find(patches, file.path, &FilePatch::path);
    if (patch != patches.end()) file.text = patch->text;
  }
  const auto loaded = rules::load_rules(std::move(files));
  if (!loaded) return fail(loaded.error().front());
  return patches;
}

}  // namespace

Checked<Fit> fit_rules(const EngineOptions& rules, const LabelledCases& cases, const FitOptions& options) {
  auto knowledge = load_knowledge(rules);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  auto files = rules::read_rule_files(rules.rule_paths);
  if (!files) return tl::unexpected(std::move(files.error()));
  const auto refuse = [](Diagnostic problem) { return tl::unexpected(std::vector{std::move(problem)}); };
  auto numbers = collect_numbers(*knowledge->value.rules, find_cause_items(*files));
  if (!numbers) return refuse(std::move(numbers.error()));
  Fitter fitter(knowledge->value, cases, options, std::move(*numbers));
  auto fit = fitter.run();
  auto patches = patch_rules(*files, *knowledge->value.rules, fitter.numbers(), fitter.values(), options.note);
  if (patches) patches = checked(std::move(*patches), std::move(*files));
  if (!patches) return refuse(std::move(patches.error()));
  fit.patches = std::move(*patches);
  return Loaded<Fit>{std::move(fit), std::move(knowledge->warnings)};
}

}  // namespace syncdx::evaluate
