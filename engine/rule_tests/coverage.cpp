// Which parts of the rules the cases exercise. A symptom is exercised where it is present; a cause where a case expects it
// first and it is, and to be rejected where a case expects that it is not; an edge where its symptom is present in a case that
// says something of its cause (first, raised, spoken for, a probability), counted once for a general cause and those that
// inherit it; a solution where it is advised in a case that expects one of its causes first; a rule file where one of its
// causes or symptoms is. Only passing cases count.
#include "base/on_threads.hpp"
#include "rule_tests/bench.hpp"
#include "rule_tests/inheritance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <variant>

namespace syncdx::rule_tests {
namespace {

// What all cases together did.
struct Exercised {
  std::vector<std::size_t> present;      // by symptom: cases
  std::vector<std::size_t> known;        // by symptom: cases in which it was present or absent
  std::vector<std::size_t> first;        // by cause: cases that expect it first
  std::vector<std::size_t> led;          // by cause: cases in which it was first, expected or not
  std::vector<std::size_t> rejected;     // by cause
  std::vector<std::size_t> advised;      // by solution
  std::vector<std::size_t> advised_for;  // by solution: cases that expect one of its causes first
  std::set<std::pair<rules::CauseIndex, rules::SymptomIndex>> edges;
  std::set<std::pair<rules::CauseIndex, rules::SymptomIndex>> met;  // the symptom was present while the cause was possible

  explicit Exercised(const rules::RuleSet& rules)
      : present(rules.symptoms.size()),
        known(rules.symptoms.size()),
        first(rules.causes.size()),
        led(rules.causes.size()),
        rejected(rules.causes.size()),
        advised(rules.solutions.size()),
        advised_for(rules.solutions.size()) {}
};

class Counter {
 public:
  explicit Counter(const Bench& bench) : rules_(bench.rules()), all_(rules_) {}

  void add(const PreparedCase& prepared, const std::vector<std::string>& steps) {
    const auto& concluded = prepared.concluded;
    const auto& expect = prepared.test->expect;
    for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      if (concluded.findings[i].state == evidence::State::present) ++all_.present[i];
      if (concluded.findings[i].state != evidence::State::unknown) ++all_.known[i];
    }
    if (const auto leader = first_cause(rules_, concluded, Among::inside)) ++all_.led[concluded.network.causes[*leader]];
    std::set<rules::CauseIndex> spoken_of;
    const auto speak = [&](const NamedCause& name) {
      for (const auto id : causes_of(concluded, name)) spoken_of.insert(concluded.network.causes[id]);
    };
    for (const auto& name : expect.raises) speak(name);
    for (const auto& range : expect.probability) speak(range.cause);
    for (const auto& [symptom, causes] : expect.speaks_for) std::ranges::for_each(causes, speak);
    std::set<rules::CauseIndex> expected;
    if (expect.cause) {
      speak(*expect.cause);
      for (const auto id : causes_of(concluded, *expect.cause)) expected.insert(concluded.network.causes[id]);
    }
    for (const auto cause : expected) ++all_.first[cause];
    for (const auto& name : expect.not_first) {
      for (const auto id : causes_of(concluded, name)) ++all_.rejected[concluded.network.causes[id]];
    }
    add_edges(concluded, spoken_of);
    add_steps(expected, steps);
  }

  [[nodiscard]] const Exercised& all() const { return all_; }

 private:
  void add_edges(const Concluded& concluded, const std::set<rules::CauseIndex>& spoken_of) {
    for (const auto cause : concluded.network.causes) {
      for (const auto& shown : rules_.causes[cause].shows) {
        if (concluded.findings[shown.symptom].state != evidence::State::present) continue;
        all_.met.emplace(cause, shown.symptom);
        if (spoken_of.contains(cause)) all_.edges.emplace(cause, shown.symptom);
      }
    }
  }

  void add_steps(const std::set<rules::CauseIndex>& expected, const std::vector<std::string>& steps) {
    for (rules::SolutionIndex i = 0; i < rules_.solutions.size(); ++i) {
      if (std::ranges::find(steps, rules_.solutions[i].id) == steps.end()) continue;
      ++all_.advised[i];
      const auto mends = [&](const auto cause) {
        const auto& rule = rules_.causes[cause];
        return std::ranges::find(rule.repairs, i, &rules::Repair::solution) != rule.repairs.end() ||
               std::ranges::find(rule.first, i) != rule.first.end();
      };
      if (std::ranges::any_of(expected, mends)) ++all_.advised_for[i];
    }
  }

  const rules::RuleSet& rules_;
  Exercised all_;
};

class Reporter {
 public:
  Reporter(const rules::RuleSet& rules, const Exercised& all, const Part& part) : rules_(rules), all_(all), part_(part) {}

  Coverage run() {
    files();
    symptoms();
    causes();
    edges();
    solutions();
    return std::move(coverage_);
  }

 private:
  void count(const char* kind, bool exercised, const std::string& name, const SourceRange& where, const std::string& reason) {
    if (!part_.holds(where)) return;
    auto entry = std::ranges::find(coverage_.figures, kind, &Covered::kind);
    if (entry == coverage_.figures.end()) entry = coverage_.figures.insert(coverage_.figures.end(), Covered{kind});
    ++entry->total;
    entry->exercised += exercised ? 1 : 0;
    if (!exercised) coverage_.gaps.push_back({kind, name, where, reason});
  }

  void files() {
    std::map<std::string, bool> exercised;
    for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      exercised[rules_.symptoms[i].where.path] |= all_.present[i] > 0;
    }
    for (rules::CauseIndex i = 0; i < rules_.causes.size(); ++i) exercised[rules_.causes[i].where.path] |= all_.first[i] > 0;
    for (const auto& [path, is] : exercised) {
      count("file", is, path, {path, {1, 1}, {1, 2}},
            "none of its symptoms is present and none of its causes first in any case");
    }
  }

  [[nodiscard]] std::string why_not(rules::SymptomIndex index) const {
    const auto& source = rules_.symptoms[index].source;
    if (std::holds_alternative<rules::LogSymptom>(source)) return "no line of any case shows it";
    if (std::holds_alternative<rules::QuestionSymptom>(source)) return "no case answers it with yes";
    if (std::holds_alternative<rules::FactSymptom>(source)) {
      return all_.known[index] > 0 ? "its facts are given, but never so that it holds" : "no case gives its facts";
    }
    return "its parts are never together in one case";
  }

  void symptoms() {
    for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      const auto& symptom = rules_.symptoms[i];
      count("symptom", all_.present[i] > 0, symptom.id, symptom.where, why_not(i));
    }
  }

  void causes() {
    for (rules::CauseIndex i = 0; i < rules_.causes.size(); ++i) {
      count("cause", all_.first[i] > 0, full_name(rules_, rules_.causes[i]), rules_.causes[i].where,
            all_.led[i] > 0 ? "it comes first in a case that does not expect it by name" : "no case expects it first");
    }
    for (rules::CauseIndex i = 0; i < rules_.causes.size(); ++i) {
      count("cause to reject", all_.rejected[i] > 0, full_name(rules_, rules_.causes[i]), rules_.causes[i].where,
            "no case says where it must not come first");
    }
  }

  void edges() {
    for (rules::CauseIndex i = 0; i < rules_.causes.size(); ++i) {
      const auto& cause = rules_.causes[i];
      for (const auto& [symptom, probability] : cause.shows) {
        const auto strength = [symptom](const rules::Cause& each) { return strength_of(each, symptom); };
        if (!is_own(rules_, i, strength)) continue;
        const auto heirs = with_heirs(rules_, i, strength);
        const bool exercised = std::ranges::any_of(heirs, [&](const auto heir) {
          return all_.edges.contains({heir, symptom});
        });
        const auto& id = rules_.symptoms[symptom].id;
        const auto reason = all_.present[symptom] == 0 ? fmt::format("{} is never present", id)
                            : all_.met.contains({i, symptom})
                                ? fmt::format("{} is present in cases, but in none that says something of this cause", id)
                                : fmt::format("{} is never present on the platform {}", id, cause.platform);
        count("edge", exercised, fmt::format("{} of {}", id, full_name(rules_, cause)), cause.where, reason);
      }
    }
  }

  void solutions() {
    for (rules::SolutionIndex i = 0; i < rules_.solutions.size(); ++i) {
      const auto& solution = rules_.solutions[i];
      count("solution", all_.advised_for[i] > 0 || (solution.kind == rules::SolutionKind::test && all_.advised[i] > 0),
            solution.id, solution.where,
            all_.advised[i] > 0 ? "it is advised, but in no case that expects one of its causes first"
                                : "no case gets it advised");
    }
  }

  const rules::RuleSet& rules_;
  const Exercised& all_;
  const Part& part_;
  Coverage coverage_;
};

}  // namespace

Coverage measure_coverage(const Bench& bench, const Part& part, unsigned threads) {
  const auto& rules = bench.rules();
  std::vector<std::vector<std::string>> steps(bench.cases.size());
  on_threads(threads, bench.cases.size(), [&](std::size_t i) {
    const auto& prepared = bench.prepared[i];
    if (prepared) steps[i] = advised_steps(rules, prepared->gathered, prepared->concluded);
  });
  Counter counter(bench);
  for (std::size_t i = 0; i < bench.cases.size(); ++i) {
    if (bench.prepared[i] && bench.results[i].status == Status::passed) counter.add(*bench.prepared[i], steps[i]);
  }
  return Reporter(rules, counter.all(), part).run();
}

}  // namespace syncdx::rule_tests
