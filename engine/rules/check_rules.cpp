#include "rules/check_rules.hpp"

#include "base/precedence.hpp"
#include "rules/check_causes.hpp"
#include "rules/check_patterns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace syncdx::rules {
namespace {

class Checker {
 public:
  Checker(const RuleSet& rules, Problems& problems) : rules_(rules), problems_(problems) {}

  void run() {
    if (!problems_.has_errors()) {
      check_use();
      check_words();
    }
    check_cycles();
  }

 private:
  // What no rule uses, or what can never be found out, is a mistake more often than not.
  void check_use() {
    std::vector<bool> shown(rules_.symptoms.size(), false);
    std::vector<bool> used(rules_.solutions.size(), false);
    for (const auto& cause : rules_.causes) {
      for (const auto& strength : cause.shows) shown[strength.symptom] = true;
      for (const auto& repair : cause.repairs) used[repair.solution] = true;
      for (const auto step : cause.first) used[step] = true;
      if (cause.shows.empty())
        problems_.warning("R401", cause.where, fmt::format("no symptom shows the cause '{}': it can never be found", cause.id));
      if (cause.repairs.empty())
        problems_.warning("R402", cause.where, fmt::format("the cause '{}' has no solution", cause.id));
    }
    for (const auto& symptom : rules_.symptoms) {
      if (const auto* composite = std::get_if<CompositeSymptom>(&symptom.source)) {
        for (const auto* parts : {&composite->all, &composite->any, &composite->none, &composite->sequence}) {
          for (const auto part : *parts) shown[part] = true;
        }
      }
    }
    for (SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      const auto& symptom = rules_.symptoms[i];
      if (!shown[i] && symptom.role == Role::none) {
        problems_.warning("R403", symptom.where, fmt::format("no cause shows the symptom '{}'", symptom.id));
      }
    }
    for (const auto& solution : rules_.solutions) {
      if (solution.guard) used[*solution.guard] = true;
      for (const auto earlier : solution.after) used[earlier] = true;
    }
    for (SolutionIndex i = 0; i < rules_.solutions.size(); ++i) {
      const auto& solution = rules_.solutions[i];
      if (!used[i] && solution.kind == SolutionKind::repair) {
        problems_.warning("R404", solution.where, fmt::format("no cause uses the solution '{}'", solution.id));
      }
    }
  }

  // What a reader gets besides a title. A refinement inherits its explanation.
  void check_words() {
    for (const auto& cause : rules_.causes) {
      if (!cause.explanation.empty()) continue;
      problems_.warning("R416", cause.where, fmt::format("the cause '{}' has no explanation", cause.id),
                        "say in one or two sentences how it comes about: add `explanation:`");
    }
    for (const auto& symptom : rules_.symptoms) {
      if (symptom.codes.empty() || !symptom.means.empty()) continue;
      problems_.warning("R416", symptom.where,
                        fmt::format("the symptom '{}' has codes, and nothing says what they mean", symptom.id),
                        "add `means:`, one sentence for somebody who has only the code");
    }
  }

  void check_cycles() {
    std::vector<Precedence> parts;
    for (SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      const auto* composite = std::get_if<CompositeSymptom>(&rules_.symptoms[i].source);
      if (composite == nullptr) continue;
      for (const auto* list : {&composite->all, &composite->any, &composite->none, &composite->sequence}) {
        for (const auto part : *list) parts.push_back({i, part});
      }
    }
    report_circles(rules_.symptoms, parts, "the symptoms are defined by each other");
    std::vector<Precedence> steps;
    for (SolutionIndex i = 0; i < rules_.solutions.size(); ++i) {
      for (const auto earlier : rules_.solutions[i].after) steps.push_back({i, earlier});
      if (rules_.solutions[i].guard) steps.push_back({i, *rules_.solutions[i].guard});
    }
    report_circles(rules_.solutions, steps, "each of the solutions comes after the other");
  }

  // Each at its first item, as a path of ids.
  template <typename Items>
  void report_circles(const Items& items, const std::vector<Precedence>& precedences, std::string_view what) {
    for (const auto& circle : circles(items.size(), precedences)) {
      std::vector<std::string> names;
      for (const auto at : circle) names.push_back(items[at].id);
      names.push_back(names.front());
      problems_.error("R305", items[circle.front()].where, fmt::format("{}: {}", what, fmt::join(names, " -> ")),
                      "break the circle");
    }
  }

  const RuleSet& rules_;
  Problems& problems_;
};

}  // namespace

void check_rules(const RuleSet& rules, std::span<const RawFile> files, const std::set<std::string>& half_read,
                 Problems& problems) {
  Checker(rules, problems).run();
  if (!problems.has_errors()) check_causes(rules, files, problems);
  check_patterns(rules, files, half_read, problems);
}

}  // namespace syncdx::rules
