#include "rule_tests/mutants.hpp"

#include "rule_tests/inheritance.hpp"
#include "rules/http_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <variant>

namespace syncdx::rule_tests {
namespace {

using rules::CauseIndex;
using rules::RuleSet;
using rules::SymptomIndex;

// A prior changed by a lot: this many times as likely, or as unlikely.
constexpr double prior_factor = 20;
constexpr double common_from = 0.01;

class Lister {
 public:
  explicit Lister(const RuleSet& rules) : rules_(rules) {}

  std::vector<RuleChange> run() {
    for (SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) symptom(i);
    for (CauseIndex i = 0; i < rules_.causes.size(); ++i) cause(i);
    for (rules::SolutionIndex i = 0; i < rules_.solutions.size(); ++i) solution(i);
    for (std::size_t i = 0; i < rules_.platforms.size(); ++i) platform(i);
    std::ranges::stable_sort(changes_, {}, [](const auto& change) { return std::tie(change.where, change.kind, change.what); });
    return std::move(changes_);
  }

 private:
  // ---- symptoms

  void symptom(SymptomIndex index) {
    const auto& symptom = rules_.symptoms[index];
    if (symptom.role != rules::Role::none) {
      auto& change = of_symptom("role dropped", symptom.id, index, symptom.where);
      change.effect = RuleChange::Effect::more_lines;
      change.apply = [index](RuleSet& rules) { rules.symptoms[index].role = rules::Role::none; };
    }
    if (std::holds_alternative<rules::LogSymptom>(symptom.source)) log(index);
    if (std::holds_alternative<rules::FactSymptom>(symptom.source)) conditions(index);
    if (std::holds_alternative<rules::CompositeSymptom>(symptom.source)) parts(index);
  }

  RuleChange& of_symptom(std::string kind, std::string what, SymptomIndex index, const SourceRange& where) {
    auto& change = changes_.emplace_back(RuleChange{.kind = std::move(kind), .what = std::move(what), .where = where});
    change.symptoms = {index};
    change.through = index;
    return change;
  }

  void log(SymptomIndex index) {
    const auto& symptom = rules_.symptoms[index];
    const auto& log = std::get<rules::LogSymptom>(symptom.source);
    std::vector<std::string> expanded;
    for (const auto status : log.http_status) {
      const auto regexes = rules::http_status_patterns(status);
      patterns_dropped(index, fmt::format("HTTP {} of {}", status, symptom.id), symptom.where, regexes);
      expanded.insert(expanded.end(), regexes.begin(), regexes.end());
    }
    for (const auto& pattern : log.any) {
      if (std::ranges::find(expanded, pattern.regex) != expanded.end()) continue;
      patterns_dropped(index, fmt::format("{} of {}", pattern.regex, symptom.id), pattern.where, {pattern.regex});
    }
    for (std::size_t i = 0; i < log.unless.size(); ++i) {
      auto& change =
          of_symptom("unless dropped", fmt::format("{} of {}", log.unless[i].regex, symptom.id), index, log.unless[i].where);
      change.effect = RuleChange::Effect::more_lines;
      change.apply = [index, i](RuleSet& rules) {
        auto& unless = log_of(rules, index).unless;
        unless.erase(unless.begin() + static_cast<std::ptrdiff_t>(i));
      };
    }
    if (log.at_least > 1) {
      of_symptom("at_least dropped", symptom.id, index, symptom.where).apply = [index](RuleSet& rules) {
        log_of(rules, index).at_least = 1;
      };
    }
    if (!log.negatable) {
      auto& change = of_symptom("negatable: false dropped", symptom.id, index, symptom.where);
      change.effect = RuleChange::Effect::lines;
      change.apply = [index](RuleSet& rules) { log_of(rules, index).negatable = true; };
    }
  }

  static rules::LogSymptom& log_of(RuleSet& rules, SymptomIndex index) {
    return std::get<rules::LogSymptom>(rules.symptoms[index].source);
  }

  void patterns_dropped(SymptomIndex index, std::string what, const SourceRange& where, std::vector<std::string> regexes) {
    auto& change = of_symptom("pattern dropped", std::move(what), index, where);
    change.effect = RuleChange::Effect::lines;
    change.table = [index, regexes = std::move(regexes)](const evidence::PatternTable& table) {
      auto result = table;
      for (const auto& regex : regexes) result = result.without_symptom(regex, index);
      return result;
    };
  }

  void conditions(SymptomIndex index) {
    const auto& all = std::get<rules::FactSymptom>(rules_.symptoms[index].source).all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      of_symptom("condition negated", fmt::format("{} of {}", all[i].fact, rules_.symptoms[index].id), index, all[i].where)
          .apply = [index, i](RuleSet& rules) { negate(std::get<rules::FactSymptom>(rules.symptoms[index].source).all[i]); };
    }
  }

  static void negate(rules::FactCondition& condition) {
    using enum rules::FactOperator;
    switch (condition.op) {
      case is:
        condition.op = is_not;
        break;
      case is_not:
        condition.op = is;
        break;
      case in:
        condition.op = not_in;
        break;
      case not_in:
        condition.op = in;
        break;
      case at_least:
        condition.op = below;
        break;
      case below:
        condition.op = at_least;
        break;
      case at_most:
        condition.op = above;
        break;
      case above:
        condition.op = at_most;
        break;
      case contains:
        condition.values = {std::string("\x01")};  // in no fact
        break;
      case exists:
        condition.op = is;
        condition.values = {std::string("\x01")};
        break;
    }
  }

  void parts(SymptomIndex index) {
    using Composite = rules::CompositeSymptom;
    const auto& composite = std::get<Composite>(rules_.symptoms[index].source);
    const auto count = composite.all.size() + composite.any.size() + composite.none.size() + composite.sequence.size();
    for (const auto list : {&Composite::all, &Composite::any, &Composite::none, &Composite::sequence}) {
      const auto& items = composite.*list;
      for (std::size_t i = 0; i < items.size() && count > 1; ++i) {
        of_symptom("part dropped", fmt::format("{} of {}", rules_.symptoms[items[i]].id, rules_.symptoms[index].id), index,
                   rules_.symptoms[index].where)
            .apply = [index, list, i](RuleSet& rules) {
          auto& parts = std::get<Composite>(rules.symptoms[index].source).*list;
          parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
        };
      }
    }
  }

  // ---- causes

  RuleChange& of_cause(std::string kind, const std::string& what, CauseIndex index, std::vector<CauseIndex> causes) {
    const auto& cause = rules_.causes[index];
    const auto name = full_name(rules_, cause);
    auto& change = changes_.emplace_back(RuleChange{
        .kind = std::move(kind), .what = what.empty() ? name : fmt::format("{} of {}", what, name), .where = cause.where});
    change.causes = std::move(causes);
    change.effect = RuleChange::Effect::posterior;
    return change;
  }

  void cause(CauseIndex index) {
    const auto& cause = rules_.causes[index];
    of_cause("cause dropped", "", index, {index}).apply = [index](RuleSet& rules) {
      auto& dropped = rules.causes[index];
      dropped.prior = 1e-9;
      dropped.shows.clear();
      dropped.repairs.clear();
      dropped.first.clear();
    };
    const auto prior = [](const rules::Cause& c) { return c.prior; };
    if (is_own(rules_, index, prior)) {
      auto& change = of_cause("prior changed", "", index, with_heirs(rules_, index, prior));
      change.apply = [causes = change.causes](RuleSet& rules) {
        for (const auto i : causes) {
          auto& p = rules.causes[i].prior;
          p = p >= common_from ? p / prior_factor : p * prior_factor;
        }
      };
    }
    for (const auto& shown : cause.shows) edge(index, shown.symptom);
    for (const auto& repair : cause.repairs) repair_dropped(index, repair.solution);
    for (const auto& [list, kind] :
         {std::pair(&rules::Cause::first, "first dropped"), std::pair(&rules::Cause::avoid, "avoid dropped")}) {
      for (const auto solution : cause.*list) step_dropped(index, list, solution, kind);
    }
  }

  void edge(CauseIndex index, SymptomIndex symptom) {
    const auto strength = [symptom](const rules::Cause& cause) { return strength_of(cause, symptom); };
    if (!is_own(rules_, index, strength)) return;
    auto& change = of_cause("edge dropped", rules_.symptoms[symptom].id, index, with_heirs(rules_, index, strength));
    change.through = symptom;
    change.apply = [causes = change.causes, symptom](RuleSet& rules) {
      for (const auto i : causes) {
        std::erase_if(rules.causes[i].shows, [&](const auto& shown) { return shown.symptom == symptom; });
      }
    };
  }

  void repair_dropped(CauseIndex index, rules::SolutionIndex solution) {
    const auto chance = [solution](const rules::Cause& cause) {
      const auto found = std::ranges::find(cause.repairs, solution, &rules::Repair::solution);
      return found == cause.repairs.end() ? 0.0 : found->probability;
    };
    if (!is_own(rules_, index, chance) || chance(rules_.causes[index]) <= 0) return;
    auto& change = of_cause("solution dropped", rules_.solutions[solution].id, index, with_heirs(rules_, index, chance));
    change.effect = RuleChange::Effect::steps;
    change.step = solution;
    change.apply = [causes = change.causes, solution](RuleSet& rules) {
      for (const auto i : causes) {
        std::erase_if(rules.causes[i].repairs, [&](const auto& repair) { return repair.solution == solution; });
      }
    };
  }

  void step_dropped(CauseIndex index, std::vector<rules::SolutionIndex> rules::Cause::*list, rules::SolutionIndex solution,
                    const char* kind) {
    const auto has = [list, solution](const rules::Cause& cause) {
      return std::ranges::find(cause.*list, solution) != (cause.*list).end();
    };
    if (!is_own(rules_, index, has)) return;
    auto& change = of_cause(kind, rules_.solutions[solution].id, index, with_heirs(rules_, index, has));
    change.effect = RuleChange::Effect::steps;
    change.step = solution;
    change.apply = [causes = change.causes, list, solution](RuleSet& rules) {
      for (const auto i : causes) std::erase(rules.causes[i].*list, solution);
    };
  }

  // ---- solutions and platforms

  RuleChange& of_solution(const char* kind, std::string what, rules::SolutionIndex index) {
    auto& change =
        changes_.emplace_back(RuleChange{.kind = kind, .what = std::move(what), .where = rules_.solutions[index].where});
    change.solutions = {index};
    change.effect = RuleChange::Effect::steps;
    return change;
  }

  void solution(rules::SolutionIndex index) {
    const auto& solution = rules_.solutions[index];
    if (solution.guard) {
      of_solution("guard dropped", fmt::format("{} of {}", rules_.solutions[*solution.guard].id, solution.id), index).apply =
          [index](RuleSet& rules) { rules.solutions[index].guard.reset(); };
    }
    for (const auto earlier : solution.after) {
      of_solution("after dropped", fmt::format("{} of {}", rules_.solutions[earlier].id, solution.id), index).apply =
          [index, earlier](RuleSet& rules) { std::erase(rules.solutions[index].after, earlier); };
    }
  }

  void platform(std::size_t index) {
    const auto& platform = rules_.platforms[index];
    for (const auto& pattern : platform.detect) {
      auto& change = changes_.emplace_back(RuleChange{
          .kind = "pattern dropped", .what = fmt::format("{} of {}", pattern.regex, platform.id), .where = pattern.where});
      change.platforms = {index};
      change.effect = RuleChange::Effect::lines;
      change.table = [index, regex = pattern.regex](const evidence::PatternTable& table) {
        return table.without_platform(regex, index);
      };
    }
  }

  const RuleSet& rules_;
  std::vector<RuleChange> changes_;
};

}  // namespace

std::vector<RuleChange> rule_changes(const rules::RuleSet& rules) { return Lister(rules).run(); }

}  // namespace syncdx::rule_tests
