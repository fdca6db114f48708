#include "rules/check_rules.hpp"

#include "base/precedence.hpp"
#include "match/program.hpp"
#include "rules/negation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace syncdx::rules {
namespace {

std::unique_ptr<RE2> compile(const std::string& regex) {
  RE2::Options options(RE2::Quiet);
  options.set_encoding(RE2::Options::EncodingLatin1);
  return std::make_unique<RE2>(regex, options);
}

// One symptom's patterns, ready to try on its examples.
class Matcher {
 public:
  explicit Matcher(const LogSymptom& symptom) : negatable_(symptom.negatable) {
    for (const auto& pattern : symptom.any) any_.push_back(compile(pattern.regex));
    for (const auto& pattern : symptom.unless) unless_.push_back(compile(pattern.regex));
  }

  [[nodiscard]] bool matches(std::string_view line) const {
    for (const auto& regex : unless_) {
      if (find(*regex, line)) return false;
    }
    return std::ranges::any_of(any_, [&](const auto& regex) {
      const auto at = find(*regex, line);
      return at && !(negatable_ && may_hold_negation(line) && behind_negation(line, *at));
    });
  }

 private:
  static std::optional<std::size_t> find(const RE2& regex, std::string_view line) {
    re2::StringPiece match;
    const re2::StringPiece text(line.data(), line.size());
    if (!regex.ok() || !regex.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) return std::nullopt;
    return static_cast<std::size_t>(match.data() - line.data());
  }

  bool negatable_;
  std::vector<std::unique_ptr<RE2>> any_;
  std::vector<std::unique_ptr<RE2>> unless_;
};

class Checker {
 public:
  Checker(const RuleSet& rules, const std::set<std::string>& half_read, Problems& problems)
      : rules_(rules), half_read_(half_read), problems_(problems) {}

  void run() {
    if (!problems_.has_errors()) check_use();
    check_symptoms();
    check_platforms();
    check_cycles();
  }

 private:
  // False if the pattern cannot be used, which is reported once.
  bool check_pattern(const Pattern& pattern) {
    const auto [known, is_new] = checked_.emplace(pattern.regex, true);
    if (!is_new) return known->second;
    if (const auto problem = match::check_pattern(pattern.regex)) {
      auto where = pattern.where;
      if (problem->offset && where.begin.column > 0) {
        // One further for the quote that usually stands before the pattern.
        where.begin.column += static_cast<std::uint32_t>(*problem->offset);
        where.end.column = std::max(where.end.column, where.begin.column + 1);
      }
      problems_.error("R301", where, "bad pattern: " + problem->message, "patterns are RE2 syntax, matched within one line");
      known->second = false;
    }
    return known->second;
  }

  void check_symptoms() {
    for (const auto& symptom : rules_.symptoms) {
      const auto* log = std::get_if<LogSymptom>(&symptom.source);
      if (log == nullptr || half_read_.contains(symptom.where.path)) continue;
      bool good = true;
      for (const auto* patterns : {&log->any, &log->unless}) {
        for (const auto& pattern : *patterns) good = check_pattern(pattern) && good;
      }
      if (symptom.examples.empty() || symptom.counter_examples.empty()) {
        problems_.error("R302", symptom.where, fmt::format("the symptom '{}' needs examples and counter_examples", symptom.id),
                        "give at least one line that must match and one near miss that must not");
      }
      if (!good) continue;
      const Matcher matcher(*log);
      for (const auto& example : symptom.examples) {
        if (!matcher.matches(example)) {
          problems_.error("R303", symptom.where, fmt::format("an example of '{}' does not match: {}", symptom.id, example));
        }
      }
      for (const auto& example : symptom.counter_examples) {
        if (matcher.matches(example)) {
          problems_.error("R304", symptom.where, fmt::format("a counter-example of '{}' matches: {}", symptom.id, example));
        }
      }
    }
  }

  void check_platforms() {
    for (const auto& platform : rules_.platforms) {
      if (half_read_.contains(platform.where.path)) continue;
      LogSymptom detect{.any = platform.detect};
      for (const auto& pattern : platform.detect) (void)check_pattern(pattern);
      const Matcher matcher(detect);
      for (const auto& example : platform.examples) {
        if (!matcher.matches(example)) {
          problems_.error("R303", platform.where,
                          fmt::format("an example of the platform '{}' does not match: {}", platform.id, example));
        }
      }
    }
  }

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
  const std::set<std::string>& half_read_;
  Problems& problems_;
  std::map<std::string, bool> checked_;  // by expression: whether it can be used
};

}  // namespace

void check_rules(const RuleSet& rules, const std::set<std::string>& half_read, Problems& problems) {
  Checker(rules, half_read, problems).run();
}

}  // namespace syncdx::rules
