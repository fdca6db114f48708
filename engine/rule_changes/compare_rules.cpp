#include "diagnose/load.hpp"
#include "diagnose/ranking.hpp"
#include "evaluate/compare_outcomes.hpp"
#include "rule_changes/item_changes.hpp"
#include "rule_changes/verdicts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace syncdx::rule_changes {
namespace {

using evaluate::CaseOutcome;
using evaluate::Turn;

// The most that a cause can have which is not listed.
double most_unlisted(const CaseOutcome& outcome) {
  return outcome.causes.size() < most_causes ? 0 : outcome.causes.back().probability;
}

std::optional<ChangedAnswer> changed_answer(const CaseOutcome& before, const CaseOutcome& after, double least) {
  std::map<std::string, std::pair<double, double>> probabilities;
  const std::pair unlisted{most_unlisted(before), most_unlisted(after)};
  for (const auto& cause : before.causes)
    probabilities.try_emplace(cause.name, unlisted).first->second.first = cause.probability;
  for (const auto& cause : after.causes)
    probabilities.try_emplace(cause.name, unlisted).first->second.second = cause.probability;
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
  if (least > 0 && most < least && !evaluate::answers_differ(before, after)) return std::nullopt;
  return answer;
}

class Collected {
 public:
  Collected(Changes& changes, double least) : changes_(changes), least_(least) {}

  void add(const std::vector<CaseOutcome>& before, const std::vector<CaseOutcome>& after) {
    changes_.compared += after.size();
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (auto answer = changed_answer(before[i], after[i], least_)) changes_.answers.push_back(std::move(*answer));
    }
  }

  // A test that passes or fails otherwise than before has changed, however little moved.
  void add(const std::vector<TestAnswer>& before, const std::vector<TestAnswer>& after) {
    changes_.compared += after.size();
    for (std::size_t i = 0; i < after.size(); ++i) {
      const bool both_known = before[i].passed && after[i].passed;
      const bool turned = both_known && before[i].passed != after[i].passed;
      auto answer = changed_answer(before[i].outcome, after[i].outcome, turned ? 0 : least_);
      if (!answer) continue;
      if (both_known) answer->turn = !turned ? Turn::other : *after[i].passed ? Turn::better : Turn::worse;
      answer->before += in_words(before[i].passed);
      answer->after += in_words(after[i].passed);
      changes_.answers.push_back(std::move(*answer));
    }
  }

 private:
  static std::string in_words(std::optional<bool> passed) { return !passed ? "" : *passed ? "; passes" : "; fails"; }

  Changes& changes_;
  double least_;
};

}  // namespace

Checked<Changes> compare_rules(const EngineOptions& before, const EngineOptions& after, const evaluate::LabelledCases* cases,
                               const Options& options) {
  auto old_rules = load_knowledge(before);
  if (!old_rules) return tl::unexpected(std::move(old_rules.error()));
  auto new_rules = load_knowledge(after);
  if (!new_rules) return tl::unexpected(std::move(new_rules.error()));
  Changes changes{.items = changed_items(*old_rules->value.rules, *new_rules->value.rules)};
  Collected collected(changes, options.least_change);
  if (cases != nullptr) {
    const auto earlier = evaluate::evaluate_rules(before, *cases, options.run);
    if (!earlier) return tl::unexpected(earlier.error());
    const auto later = evaluate::evaluate_rules(after, *cases, options.run);
    if (!later) return tl::unexpected(later.error());
    changes.before = earlier->value.figures;
    changes.after = later->value.figures;
    collected.add(earlier->value.outcomes, later->value.outcomes);
  }
  if (!options.test_paths.empty()) {
    auto [tests, problems] = read_tests(options.test_paths, *old_rules->value.rules, *new_rules->value.rules);
    collected.add(answers_to(tests, Side::before, old_rules->value, options.run),
                  answers_to(tests, Side::after, new_rules->value, options.run));
    changes.problems = std::move(problems);
  }
  std::ranges::stable_sort(changes.answers, {}, [](const ChangedAnswer& answer) {
    return answer.turn == Turn::worse ? 0 : answer.turn == Turn::better ? 1 : 2;
  });
  return Loaded<Changes>{std::move(changes), std::move(new_rules->warnings)};
}

}  // namespace syncdx::rule_changes
