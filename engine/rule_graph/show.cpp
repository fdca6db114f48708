#include "diagnose/load.hpp"
#include "rule_graph/describe.hpp"
#include "rule_graph/items.hpp"
#include "rules/http_status.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <variant>

namespace syncdx::rule_graph {
namespace {

std::string in_words(const rules::FactValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{:g}", *number);
  return std::get<std::string>(value);
}

std::string_view in_words(rules::FactOperator op) {
  switch (op) {
    case rules::FactOperator::is:
      return "is";
    case rules::FactOperator::is_not:
      return "is not";
    case rules::FactOperator::in:
      return "is one of";
    case rules::FactOperator::not_in:
      return "is none of";
    case rules::FactOperator::at_least:
      return "is at least";
    case rules::FactOperator::at_most:
      return "is at most";
    case rules::FactOperator::above:
      return "is above";
    case rules::FactOperator::below:
      return "is below";
    case rules::FactOperator::contains:
      return "contains";
    case rules::FactOperator::exists:
      break;
  }
  return "is known:";
}

std::set<std::string> spellings(int status) {
  auto patterns = rules::http_status_patterns(status);
  return {std::make_move_iterator(patterns.begin()), std::make_move_iterator(patterns.end())};
}

std::string condition_text(const rules::FactCondition& condition) {
  std::vector<std::string> values;
  for (const auto& value : condition.values) values.push_back(in_words(value));
  return fmt::format("{} {} {}", condition.fact, in_words(condition.op), fmt::join(values, ", "));
}

class Shower {
 public:
  explicit Shower(const rules::RuleSet& rules) : rules_(rules) {}

  [[nodiscard]] ShownItem show(Item item) {
    shown_ = {
        .kind = item.kind, .id = id_of(rules_, item), .title = title_of(rules_, item), .platform = platform_of(rules_, item)};
    shown_.where = where_of(rules_, item);
    switch (item.kind) {
      case ItemKind::platform:
        describe(rules_.platforms[item.index]);
        break;
      case ItemKind::issue:
        describe(rules_.issues[item.index], item.index);
        break;
      case ItemKind::cause:
        describe(rules_.causes[item.index], item.index);
        break;
      case ItemKind::symptom:
        describe(rules_.symptoms[item.index], item.index);
        break;
      case ItemKind::solution:
        describe(rules_.solutions[item.index], item.index);
        break;
    }
    std::erase_if(shown_.groups, [](const auto& group) { return group.connections.empty(); });
    return std::move(shown_);
  }

 private:
  void say(std::string name, std::string value) {
    if (!value.empty()) shown_.attributes.push_back({std::move(name), std::move(value)});
  }

  ConnectionGroup& group(std::string name) { return shown_.groups.emplace_back(ConnectionGroup{std::move(name), {}}); }

  [[nodiscard]] Connection to(ItemKind kind, std::size_t index, std::optional<double> number = std::nullopt) const {
    return {id_of(rules_, {kind, index}), title_of(rules_, {kind, index}), number};
  }

  void describe(const rules::Platform& platform) {
    for (const auto& pattern : platform.detect) say("recognised by", pattern.regex);
    if (platform.receives) say("receives", "data is synced into it");
    shown_.examples = platform.examples;
    auto& causes = group("has causes of its own");
    for (std::size_t i = 0; i < rules_.causes.size(); ++i) {
      if (rules_.causes[i].platform == platform.id) causes.connections.push_back(to(ItemKind::cause, i));
    }
  }

  void describe(const rules::Issue& issue, std::size_t index) {
    say("summary", issue.summary);
    if (issue.outside) say("outside", "explains evidence away, but is nothing that an integration's user can mend");
    shown_.guide = issue.guide;
    auto& causes = group("has causes");
    for (std::size_t i = 0; i < rules_.causes.size(); ++i) {
      if (rules_.causes[i].issue == index) causes.connections.push_back(to(ItemKind::cause, i, rules_.causes[i].prior));
    }
  }

  void describe(const rules::Cause& cause, std::size_t index) {
    say("explanation", cause.explanation);
    say("prior", fmt::format("{:g}", cause.prior));
    say("basis", cause.basis);
    shown_.guide = cause.guide;
    group("is a cause of").connections.push_back(to(ItemKind::issue, cause.issue));
    if (cause.refines) group("refines").connections.push_back(to(ItemKind::cause, *cause.refines));
    auto& refined = group("is refined by");
    for (std::size_t i = 0; i < rules_.causes.size(); ++i) {
      if (rules_.causes[i].refines == index) refined.connections.push_back(to(ItemKind::cause, i));
    }
    auto& shows = group("shows");
    for (const auto& strength : cause.shows)
      shows.connections.push_back(to(ItemKind::symptom, strength.symptom, strength.probability));
    std::ranges::stable_sort(shows.connections, std::ranges::greater{}, [](const auto& other) { return *other.number; });
    auto& solved = group("is solved by");
    for (const auto& repair : cause.repairs)
      solved.connections.push_back(to(ItemKind::solution, repair.solution, repair.probability));
    auto& first = group("comes first as soon as it is believed");
    for (const auto solution : cause.first) first.connections.push_back(to(ItemKind::solution, solution));
    auto& avoided = group("is not to be met with");
    for (const auto solution : cause.avoid) avoided.connections.push_back(to(ItemKind::solution, solution));
  }

  void describe(const rules::Symptom& symptom, std::size_t index) {
    say("means", symptom.means);
    std::visit([this](const auto& source) { describe_source(source); }, symptom.source);
    say("leak", fmt::format("{:g}", symptom.leak));
    if (!symptom.codes.empty()) say("codes", fmt::format("{}", fmt::join(symptom.codes, ", ")));
    say("basis", symptom.basis);
    shown_.guide = symptom.guide;
    shown_.examples = symptom.examples;
    shown_.counter_examples = symptom.counter_examples;
    auto& causes = group("is shown by");
    for (std::size_t i = 0; i < rules_.causes.size(); ++i) {
      for (const auto& strength : rules_.causes[i].shows) {
        if (strength.symptom == index) causes.connections.push_back(to(ItemKind::cause, i, strength.probability));
      }
    }
    std::ranges::stable_sort(causes.connections, std::ranges::greater{}, [](const auto& other) { return *other.number; });
    auto& part = group("is part of");
    for (std::size_t i = 0; i < rules_.symptoms.size(); ++i) {
      const auto* composite = std::get_if<rules::CompositeSymptom>(&rules_.symptoms[i].source);
      if (composite == nullptr) continue;
      for (const auto* list : {&composite->all, &composite->any, &composite->none, &composite->sequence}) {
        if (std::ranges::find(*list, index) != list->end()) part.connections.push_back(to(ItemKind::symptom, i));
      }
    }
    auto& tests = group("is revealed by");
    for (std::size_t i = 0; i < rules_.solutions.size(); ++i) {
      const auto& reveals = rules_.solutions[i].reveals;
      if (std::ranges::find(reveals, index) != reveals.end()) tests.connections.push_back(to(ItemKind::solution, i));
    }
  }

  void describe_source(const rules::LogSymptom& log) {
    for (const auto status : log.http_status) say("HTTP status", fmt::format("{}", status));
    // Those that stand for a status are not the author's.
    std::set<std::string> expanded;
    for (const auto status : log.http_status) expanded.merge(spellings(status));
    for (const auto& pattern : log.any) {
      if (!expanded.contains(pattern.regex)) say("matches", pattern.regex);
    }
    for (const auto& pattern : log.unless) say("unless", pattern.regex);
    if (log.at_least > 1) say("at least", fmt::format("{} lines", log.at_least));
    if (log.within_seconds) say("within", fmt::format("{} s", *log.within_seconds));
  }

  void describe_source(const rules::FactSymptom& facts) {
    for (const auto& condition : facts.all) say("holds if", condition_text(condition));
  }

  void describe_source(const rules::CompositeSymptom& composite) {
    for (const auto& [name, list] : {std::pair{"needs all of", &composite.all},
                                     {"needs one of", &composite.any},
                                     {"needs none of", &composite.none},
                                     {"needs in sequence", &composite.sequence}}) {
      auto& parts = group(name);
      for (const auto part : *list) parts.connections.push_back(to(ItemKind::symptom, part));
    }
  }

  void describe_source(const rules::QuestionSymptom& question) { say("question", question.question); }

  void describe(const rules::Solution& solution, std::size_t index) {
    for (const auto& instruction : solution.instructions) say("instruction", instruction);
    say("cost", fmt::format("{:g} minutes", solution.cost_minutes));
    say("verify", solution.verify);
    if (solution.kind == rules::SolutionKind::test) say("kind", "test: finds out, mends nothing");
    if (solution.kind == rules::SolutionKind::escalate) say("kind", "escalate: hand over");
    say("basis", solution.basis);
    shown_.guide = solution.guide;
    auto& causes = group("solves");
    for (std::size_t i = 0; i < rules_.causes.size(); ++i) {
      for (const auto& repair : rules_.causes[i].repairs) {
        if (repair.solution == index) causes.connections.push_back(to(ItemKind::cause, i, repair.probability));
      }
    }
    std::ranges::stable_sort(causes.connections, std::ranges::greater{}, [](const auto& other) { return *other.number; });
    if (solution.guard) group("never comes before").connections.push_back(to(ItemKind::solution, *solution.guard));
    auto& after = group("comes after");
    for (const auto earlier : solution.after) after.connections.push_back(to(ItemKind::solution, earlier));
    auto& reveals = group("reveals");
    for (const auto symptom : solution.reveals) reveals.connections.push_back(to(ItemKind::symptom, symptom));
  }

  const rules::RuleSet& rules_;
  ShownItem shown_;
};

}  // namespace

ShownItem describe(const rules::RuleSet& rules, Item item) { return Shower(rules).show(item); }

Checked<std::vector<ShownItem>> show_item(const EngineOptions& options, std::string_view id) {
  auto knowledge = load_knowledge(options);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  const auto& rules = *knowledge->value.rules;
  const auto items = find_items(rules, id);
  if (!items) return tl::unexpected(std::vector{items.error()});
  std::vector<ShownItem> shown;
  for (const auto item : *items) shown.push_back(describe(rules, item));
  return Loaded<std::vector<ShownItem>>{std::move(shown), std::move(knowledge->warnings)};
}

}  // namespace syncdx::rule_graph
