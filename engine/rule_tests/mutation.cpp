// Which mutants the tests notice. For each one only the cases that it can reach are judged again: those in which the changed
// symptom is known, or in which a changed cause is possible and spoken of or likely. Cheap expectations come first; steps are
// planned only for what survives them. Inputs are scanned again only where lines come to mean something else. What is left out
// makes no mutant count as killed, so the score is a lower bound.
#include "base/on_threads.hpp"
#include "rule_tests/bench.hpp"
#include "rule_tests/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

namespace syncdx::rule_tests {
namespace {

using Effect = RuleChange::Effect;

constexpr std::string_view by_example = "an example of the symptom";

// A cause less likely than this has no part in a case.
constexpr double has_part = 0.01;

// What a case says something of, to judge the likeliest killers first.
bool mentions(const TestCase& test, const RuleChange& change) {
  const auto& expect = test.expect;
  const auto names = [&](const NamedCause& name) {
    return std::ranges::any_of(change.causes, [&](const auto cause) { return std::ranges::binary_search(name.causes, cause); });
  };
  if (expect.cause && names(*expect.cause)) return true;
  if (std::ranges::any_of(expect.raises, names) || std::ranges::any_of(expect.not_first, names)) return true;
  if (std::ranges::any_of(expect.probability, [&](const auto& range) { return names(range.cause); })) return true;
  for (const auto& [symptom, causes] : test.expect.speaks_for) {
    if (std::ranges::any_of(causes, names) || symptom == change.through) return true;
  }
  if (!change.through) return false;
  return std::ranges::find(expect.findings, *change.through, &WantedFinding::symptom) != expect.findings.end() ||
         std::ranges::find(expect.evidence, *change.through) != expect.evidence.end();
}

// One thread's copy of the rules, changed and restored.
class MutantRunner {
 public:
  explicit MutantRunner(const Bench& bench)
      : bench_(bench), original_(bench.rules()), rules_(original_), scanner_(bench.knowledge.plan.program()) {}

  // What notices the change; empty if nothing does.
  std::string run(const RuleChange& change) {
    if (change.apply) change.apply(rules_);
    auto killer = examples(change);
    if (killer.empty()) killer = cases(change);
    restore(change);
    return killer;
  }

 private:
  void restore(const RuleChange& change) {
    for (const auto i : change.symptoms) rules_.symptoms[i] = original_.symptoms[i];
    for (const auto i : change.causes) rules_.causes[i] = original_.causes[i];
    for (const auto i : change.solutions) rules_.solutions[i] = original_.solutions[i];
  }

  [[nodiscard]] evidence::CollectPlan plan_of(const RuleChange& change) const {
    const auto& plan = bench_.knowledge.plan;
    return plan.with(rules_, change.table ? change.table(plan.table()) : plan.table());
  }

  std::string examples(const RuleChange& change) {
    if (change.effect > Effect::lines) return {};
    const auto plan = plan_of(change);
    for (const auto index : change.platforms) {
      for (const auto& example : rules_.platforms[index].examples) {
        if (!detects(plan, index, example)) return fmt::format("an example of {}: {}", rules_.platforms[index].id, example);
      }
    }
    for (const auto index : change.symptoms) {
      const auto& symptom = rules_.symptoms[index];
      for (const auto& example : symptom.examples) {
        if (!shows(plan, index, example)) return fmt::format("{}: {}", by_example, example);
      }
      for (const auto& example : symptom.counter_examples) {
        if (shows(plan, index, example)) return fmt::format("a counter-example: {}", example);
      }
    }
    return {};
  }

  // Whether a line of `text` shows the symptom.
  bool shows(const evidence::CollectPlan& plan, rules::SymptomIndex symptom, std::string_view text) {
    return std::ranges::any_of(scanner_.scan(text), [&](const auto& hit) {
      const auto symptoms = plan.table().symptoms_of(hit.pattern);
      const auto line = text.substr(hit.line_begin, hit.line_end - hit.line_begin);
      return std::ranges::find(symptoms, symptom) != symptoms.end() && plan.holds(symptom, hit.pattern, line);
    });
  }

  bool detects(const evidence::CollectPlan& plan, std::size_t platform, std::string_view line) {
    return std::ranges::any_of(scanner_.scan(line), [&](const auto& hit) {
      const auto platforms = plan.table().platforms_of(hit.pattern);
      return std::ranges::find(platforms, platform) != platforms.end();
    });
  }

  // Whether the change can make itself felt in this case.
  bool reaches(const RuleChange& change, const std::optional<evidence::CollectPlan>& plan, const PreparedCase& prepared) {
    const auto& findings = prepared.concluded.findings;
    if (!change.platforms.empty()) return prepared.test->given.platform.empty() && prepared.gathered.evidence.log_given;
    if (!change.solutions.empty()) return names_step(prepared.test->expect, change.solutions.front());
    if (!change.causes.empty()) {
      if (change.effect == Effect::steps) {
        return names_step(prepared.test->expect, *change.step) && has_part_in(change, prepared);
      }
      if (!change.through) return mentions(*prepared.test, change) || has_part_in(change, prepared);
      const auto state = findings[*change.through].state;
      const bool possible = std::ranges::any_of(change.causes, [&](const auto cause) {
        return std::ranges::binary_search(prepared.concluded.network.causes, cause);
      });
      return possible &&
             (state == evidence::State::present || (state == evidence::State::absent && mentions(*prepared.test, change)));
    }
    const auto through = *change.through;
    if (findings[through].state != evidence::State::unknown || findings[through].lines > 0) return true;
    if (change.effect != Effect::more_lines || !prepared.test->given.text) return false;
    return rules_.symptoms[through].role != original_.symptoms[through].role ||
           shows(*plan, through, *prepared.test->given.text);
  }

  [[nodiscard]] static bool has_part_in(const RuleChange& change, const PreparedCase& prepared) {
    const auto& causes = prepared.concluded.network.causes;
    for (infer::CauseId id = 0; id < causes.size(); ++id) {
      const bool changed = std::ranges::find(change.causes, causes[id]) != change.causes.end();
      if (changed && prepared.concluded.posterior.causes[id] >= has_part) return true;
    }
    return false;
  }

  [[nodiscard]] static bool names_step(const Expectation& expect, rules::SolutionIndex step) {
    return expect.first_step == step || std::ranges::find(expect.steps, step) != expect.steps.end() ||
           std::ranges::find(expect.not_steps, step) != expect.not_steps.end();
  }

  // Whether what costs more to judge can be what notices the change.
  [[nodiscard]] static bool needs_depth(const RuleChange& change, const TestCase& test) {
    if (change.effect == Effect::steps) return true;
    const bool deep = test.expect.looks_at_steps() || !test.expect.evidence.empty() || !test.expect.speaks_for.empty();
    return deep && (change.causes.empty() || mentions(test, change));
  }

  std::string cases(const RuleChange& change) {
    std::optional<evidence::CollectPlan> plan;
    if (change.effect <= Effect::lines) plan.emplace(plan_of(change));
    std::vector<const PreparedCase*> reached;
    for (std::size_t i = 0; i < bench_.prepared.size(); ++i) {
      const auto& prepared = bench_.prepared[i];
      if (prepared && bench_.results[i].status == Status::passed && reaches(change, plan, *prepared))
        reached.push_back(&*prepared);
    }
    std::ranges::stable_sort(reached, std::greater{}, [&](const auto* prepared) { return mentions(*prepared->test, change); });
    if (change.effect != Effect::steps) {
      for (const auto* prepared : reached) {
        if (fails(change, plan, *prepared, Depth::without_steps)) return place_of(*prepared->test);
      }
    }
    for (const auto* prepared : reached) {
      if (needs_depth(change, *prepared->test) && fails(change, plan, *prepared, Depth::all)) return place_of(*prepared->test);
    }
    return {};
  }

  bool fails(const RuleChange& change, const std::optional<evidence::CollectPlan>& plan, const PreparedCase& prepared,
             Depth depth) {
    std::optional<Gathered> again;
    if (plan) {
      auto gathered = gather(*plan, prepared.test->given);
      if (!gathered) return true;
      again = std::move(*gathered);
    }
    const auto& gathered = again ? *again : prepared.gathered;
    const auto concluded = change.effect >= Effect::posterior
                               ? conclude(rules_, gathered.head.platform, prepared.concluded.findings)
                               : conclude(rules_, gathered);
    if (!concluded) return true;
    return !judge({rules_, *prepared.test, gathered, *concluded}, depth).empty();
  }

  static std::string place_of(const TestCase& test) {
    return fmt::format("{}:{}: {}", test.where.path, test.where.begin.line, test.name);
  }

  const Bench& bench_;
  const rules::RuleSet& original_;
  rules::RuleSet rules_;
  match::Scanner scanner_;
};

// A sample of `most` of `count` numbers, ascending; the same for the same seed with any library.
std::vector<std::size_t> sample(std::size_t count, std::size_t most, std::uint64_t seed) {
  std::vector<std::size_t> chosen(count);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  if (most == 0 || most >= count) return chosen;
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < most; ++i) std::swap(chosen[i], chosen[i + random() % (count - i)]);
  chosen.resize(most);
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace

Mutation measure_mutation(const Bench& bench, const Part& part, const TestOptions& options) {
  auto changes = rule_changes(bench.rules());
  std::erase_if(changes, [&](const auto& change) { return !part.holds(change.where); });
  const auto chosen = sample(changes.size(), options.most_mutants, options.seed);
  Mutation mutation;
  mutation.possible = changes.size();
  mutation.mutants.resize(chosen.size());
  const unsigned threads = std::max(1U, options.threads);
  on_threads(threads, threads, [&](std::size_t thread) {
    MutantRunner runner(bench);
    for (auto i = thread; i < chosen.size(); i += threads) {
      const auto& change = changes[chosen[i]];
      mutation.mutants[i] = {change.kind, change.what, change.where, runner.run(change)};
    }
  });
  return mutation;
}

}  // namespace syncdx::rule_tests
