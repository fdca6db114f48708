#include "diagnose/load.hpp"
#include "evaluate/compare_outcomes.hpp"
#include "rule_changes/item_changes.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace syncdx::rule_changes {
namespace {

using evaluate::CaseOutcome;
using evaluate::Turn;

std::optional<ChangedAnswer> changed_answer(const CaseOutcome& before, const CaseOutcome& after, double least) {
  std::map<std::string, std::pair<double, double>> probabilities;
  for (const auto& cause : before.causes) probabilities[cause.name].first = cause.probability;
  for (const auto& cause : after.causes) probabilities[cause.name].second = cause.probability;
  ChangedAnswer answer{.id = after.id,
                       .turn = evaluate::turn_between(before, after),
                       .before = evaluate::in_words(before),
                       .after = evaluate::in_words(after)};
  double most = 0;
  for (const auto& [name, pair] : probabilities) {
    const double change = std::abs(pair.second - pair.first);
    if (change <= most) continue;
    most = change;
    answer.moved = name;
    answer.moved_before = pair.first;
    answer.moved_after = pair.second;
  }
  if (most < least && !evaluate::answers_differ(before, after)) return std::nullopt;
  return answer;
}

}  // namespace

Checked<Changes> compare_rules(const EngineOptions& before, const EngineOptions& after, const evaluate::LabelledCases* cases,
                               const Options& options) {
  auto old_rules = load_knowledge(before);
  if (!old_rules) return tl::unexpected(std::move(old_rules.error()));
  auto new_rules = load_knowledge(after);
  if (!new_rules) return tl::unexpected(std::move(new_rules.error()));
  Changes changes{.items = changed_items(*old_rules->value.rules, *new_rules->value.rules)};
  if (cases != nullptr) {
    const auto earlier = evaluate::evaluate_rules(before, *cases, options.run);
    if (!earlier) return tl::unexpected(earlier.error());
    const auto later = evaluate::evaluate_rules(after, *cases, options.run);
    if (!later) return tl::unexpected(later.error());
    changes.before = earlier->value.figures;
    changes.after = later->value.figures;
    for (std::size_t i = 0; i < cases->cases.size(); ++i) {
      auto answer = changed_answer(earlier->value.outcomes[i], later->value.outcomes[i], options.least_change);
      if (answer) changes.answers.push_back(std::move(*answer));
    }
    std::ranges::stable_sort(changes.answers, {}, [](const ChangedAnswer& answer) {
      return answer.turn == Turn::worse ? 0 : answer.turn == Turn::better ? 1 : 2;
    });
  }
  return Loaded<Changes>{std::move(changes), std::move(new_rules->warnings)};
}

}  // namespace syncdx::rule_changes
