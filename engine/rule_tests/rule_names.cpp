#include "rule_tests/rule_names.hpp"

#include "base/text.hpp"
#include "rules/fact_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace syncdx::rule_tests {
namespace {

std::optional<std::size_t> find(const std::map<std::string, std::size_t>& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

template <typename Items>
void keys_of(const Items& items, std::vector<std::string>& names) {
  for (const auto& [name, index] : items) names.push_back(name);
}

}  // namespace

RuleNames::RuleNames(const rules::RuleSet& rules) : rules_(rules) {
  for (rules::CauseIndex i = 0; i < rules.causes.size(); ++i) {
    const auto& cause = rules.causes[i];
    for (const auto& name : {cause.id, rules.issues[cause.issue].id + "." + cause.id, rules::full_name(rules, cause)}) {
      causes_[name].push_back(i);
    }
  }
  for (std::size_t i = 0; i < rules.symptoms.size(); ++i) symptoms_.emplace(rules.symptoms[i].id, i);
  for (std::size_t i = 0; i < rules.solutions.size(); ++i) solutions_.emplace(rules.solutions[i].id, i);
  for (std::size_t i = 0; i < rules.issues.size(); ++i) issues_.emplace(rules.issues[i].id, i);
}

std::optional<NamedCause> RuleNames::cause(const std::string& name) const {
  const auto found = causes_.find(name);
  return found == causes_.end() ? std::nullopt : std::optional(NamedCause{name, found->second});
}

std::optional<rules::SymptomIndex> RuleNames::symptom(const std::string& name) const { return find(symptoms_, name); }
std::optional<rules::SolutionIndex> RuleNames::solution(const std::string& name) const { return find(solutions_, name); }
std::optional<rules::IssueIndex> RuleNames::issue(const std::string& name) const { return find(issues_, name); }

bool RuleNames::is_platform(std::string_view name) const {
  const auto has = [&](const auto& item) { return item.platform == name; };
  return name == rules::any_platform ||
         std::ranges::any_of(rules_.platforms, [&](const auto& platform) { return platform.id == name; }) ||
         std::ranges::any_of(rules_.causes, has) || std::ranges::any_of(rules_.symptoms, has);
}

bool RuleNames::is_question(const std::string& name) const {
  const auto index = symptom(name);
  return index && std::holds_alternative<rules::QuestionSymptom>(rules_.symptoms[*index].source);
}

std::vector<std::string> RuleNames::candidates(std::string_view kind) const {
  std::vector<std::string> names;
  if (kind == "cause") {
    keys_of(causes_, names);
  } else if (kind == "symptom") {
    keys_of(symptoms_, names);
  } else if (kind == "solution") {
    keys_of(solutions_, names);
  } else if (kind == "issue") {
    keys_of(issues_, names);
  } else if (kind == "platform") {
    for (const auto& platform : rules_.platforms) names.push_back(platform.id);
  } else if (kind == "question") {
    for (const auto& [name, index] : symptoms_) {
      if (is_question(name)) names.push_back(name);
    }
  } else {
    for (const auto& fact : rules::fact_names()) names.emplace_back(fact.name);
  }
  return names;
}

std::string RuleNames::hint(std::string_view kind, std::string_view name) const {
  const auto near = nearest_name(name, candidates(kind));
  return near ? fmt::format("did you mean '{}'?", *near) : std::string();
}

}  // namespace syncdx::rule_tests
