#include "diagnose/assemble.hpp"

#include "advise/plan.hpp"
#include "diagnose/conclude.hpp"
#include "diagnose/ranking.hpp"
#include "diagnose/show_evidence.hpp"
#include "infer/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace syncdx {
namespace {

constexpr double least_explained = 0.01;  // below which it is listed without its arithmetic
constexpr std::size_t most_questions = 3;
constexpr std::size_t actions_without_guard =
    std::numeric_limits<std::size_t>::max();  // its guard is to be avoided: never advised
constexpr double likely = 0.5;                // from here on an issue counts as one, where much is left out
constexpr double least_likely = 0.05;         // below which a cause has no arithmetic there
constexpr double believed = 0.1;              // from here on a cause's steps that come first, or are to be avoided, are heeded

// log10 of the odds.
double log_odds(double probability) { return std::log10(probability) - std::log10(1 - probability); }

class Assembler {
 public:
  Assembler(const CaseView& view, Diagnosis& diagnosis)
      : view_(view), diagnosis_(diagnosis), conclusion_(conclude(view.network)) {}

  enum class Arithmetic { shown, of_likely, left_out };
  enum class Tests { wanted, left_out };

  void run_to_steps(Arithmetic arithmetic) {
    add_measures();
    add_issues();
    add_causes(arithmetic);
    add_steps(Tests::wanted);
  }

  // Enough for a line in a list of many.
  void run_likely() {
    add_measures();
    add_issues();
    add_causes(Arithmetic::of_likely);
    const bool trouble = !diagnosis_.issues.empty() && diagnosis_.issues.front().probability >= likely;
    if (trouble) add_steps(Tests::left_out);
    show_unmatched(sight_, diagnosis_);
    show_inputs(view_.inputs, diagnosis_);
  }

  void run() {
    run_to_steps(Arithmetic::shown);
    add_changes();
    add_questions();
    add_checkup();
    show_unmatched(sight_, diagnosis_);
    show_inputs(view_.inputs, diagnosis_);
  }

 private:
  void add_measures() {
    diagnosis_.exact = posterior_.exact;
    diagnosis_.error_bound = posterior_.error_bound;
    diagnosis_.unexplained = std::clamp(1.0 - posterior_.groups.back(), 0.0, 1.0);
  }

  void add_issues() {
    for (const auto i : ranked_issues(view_.rules, view_.network, posterior_)) {
      const auto& issue = view_.rules.issues[view_.network.issues[i]];
      diagnosis_.issues.push_back({issue.id, issue.title, posterior_.groups[i]});
    }
  }

  const rules::Cause& cause(infer::CauseId id) const { return view_.rules.causes[view_.network.causes[id]]; }

  void add_causes(Arithmetic arithmetic) {
    const auto ranked = ranked_causes(view_.rules, view_.network, posterior_);
    const auto describe = [&](const auto& ids, std::size_t most, auto& list) {
      for (const auto id : ids) {
        const bool weighed = arithmetic != Arithmetic::of_likely || list.size() < most;
        list.push_back(described(id, weighed ? arithmetic : Arithmetic::left_out));
      }
    };
    describe(ranked.inside, weighed_causes, diagnosis_.causes);
    describe(ranked.outside, weighed_outside, diagnosis_.outside);
    leaders_ = ranked.inside;
  }

  DiagnosedCause described(infer::CauseId id, Arithmetic arithmetic) {
    const auto& rule = cause(id);
    DiagnosedCause entry{.id = rule.id,
                         .platform = rule.platform,
                         .issue = view_.rules.issues[rule.issue].id,
                         .title = rule.title,
                         .explanation = rule.explanation,
                         .probability = posterior_.causes[id],
                         .prior = rule.prior};
    const double least = arithmetic == Arithmetic::of_likely ? least_likely : least_explained;
    if (arithmetic != Arithmetic::left_out && posterior_.causes[id] >= least) {
      add_arithmetic(id, arithmetic == Arithmetic::of_likely ? infer::Wanted::present : infer::Wanted::all, entry);
    }
    return entry;
  }

  void add_arithmetic(infer::CauseId id, infer::Wanted wanted, DiagnosedCause& entry) {
    if (!explainer_) explainer_.emplace(view_.network.network, view_.network.states);
    const auto why = explainer_->explain(id, wanted);
    entry.prior_log_odds = why.prior_log_odds;
    if (wanted == infer::Wanted::all) {
      entry.posterior_log_odds = conclusion_.text_share < 1 ? log_odds(entry.probability) : why.posterior_log_odds;
      entry.allowance = entry.posterior_log_odds - why.posterior_log_odds;
    }
    for (const auto& weight : why.weights) entry.evidence.push_back(evidence_of(weight));
    std::ranges::stable_sort(entry.evidence, [](const auto& a, const auto& b) { return a.weight > b.weight; });
  }

  Evidence evidence_of(const infer::Weight& weight) const {
    auto evidence = show_evidence(sight_, view_.network.symptoms[weight.finding], weight.state);
    evidence.weight = weight.weight;
    return evidence;
  }

  // The solutions that the likely causes name, their guards, and tests that can reveal something unknown.
  void add_steps(Tests tests) {
    std::map<rules::SolutionIndex, std::size_t> action_of;
    std::vector<rules::SolutionIndex> solutions;
    std::set<rules::SolutionIndex> avoided;
    std::vector<rules::SolutionIndex> first;
    for (const auto id : leaders_) {
      if (posterior_.causes[id] < believed) continue;
      avoided.insert(cause(id).avoid.begin(), cause(id).avoid.end());
      first.insert(first.end(), cause(id).first.begin(), cause(id).first.end());
    }
    const auto add = [&](rules::SolutionIndex index) {
      if (avoided.contains(index)) return;
      if (action_of.emplace(index, solutions.size()).second) solutions.push_back(index);
    };
    for (const auto index : first) add(index);
    for (const auto id : leaders_) {
      for (const auto& repair : cause(id).repairs) add(repair.solution);
    }
    for (rules::SolutionIndex i = 0; i < view_.rules.solutions.size(); ++i) {
      const auto& solution = view_.rules.solutions[i];
      if (tests == Tests::left_out) break;
      const bool fits = solution.platform == rules::any_platform || solution.platform == diagnosis_.platform;
      if (fits && solution.kind == rules::SolutionKind::test && !solution.reveals.empty() && !leaders_.empty()) add(i);
    }
    for (std::size_t i = 0; i < solutions.size(); ++i) {
      if (const auto guard = view_.rules.solutions[solutions[i]].guard) add(*guard);
    }
    std::vector<advise::Action> actions;
    actions.reserve(solutions.size());
    for (const auto index : solutions) actions.push_back(action(index, action_of));
    advise::PlanOptions options;
    if (tests == Tests::left_out) options.max_tests = 0;
    for (const auto index : first) {
      if (const auto found = action_of.find(index); found != action_of.end()) options.first.push_back(found->second);
    }
    for (const auto& step : advise::plan(view_.network.network, view_.network.states, actions, options)) {
      diagnosis_.steps.push_back(step_of(step, solutions[step.action]));
    }
  }

  advise::Action action(rules::SolutionIndex index, const std::map<rules::SolutionIndex, std::size_t>& action_of) const {
    const auto& solution = view_.rules.solutions[index];
    advise::Action action{.cost_minutes = solution.cost_minutes};
    action.kind = solution.kind == rules::SolutionKind::repair ? advise::ActionKind::repair
                  : solution.kind == rules::SolutionKind::test ? advise::ActionKind::test
                                                               : advise::ActionKind::escalate;
    for (infer::CauseId id = 0; id < view_.network.causes.size(); ++id) {
      for (const auto& repair : cause(id).repairs) {
        if (repair.solution == index && repair.probability > 0) action.fixes.push_back({id, repair.probability});
      }
    }
    for (const auto symptom : solution.reveals) {
      if (const auto finding = view_.network.finding_of[symptom]) action.reveals.push_back(*finding);
    }
    if (solution.guard) {
      const auto guard = action_of.find(*solution.guard);
      action.guard = guard != action_of.end() ? guard->second : actions_without_guard;
    }
    for (const auto earlier : solution.after) {
      if (const auto found = action_of.find(earlier); found != action_of.end()) action.after.push_back(found->second);
    }
    return action;
  }

  DiagnosedStep step_of(const advise::Step& step, rules::SolutionIndex index) const {
    const auto& solution = view_.rules.solutions[index];
    DiagnosedStep shown{.id = solution.id,
                        .title = solution.title,
                        .instructions = solution.instructions,
                        .cost_minutes = solution.cost_minutes,
                        .probability_of_success = conclusion_.text_share * step.probability_of_success,
                        .expected_saving_minutes = step.expected_saving_minutes,
                        .verify = solution.verify};
    for (const auto fixed : step.causes) {
      const auto& id = cause(fixed).id;
      const bool counts = posterior_.causes[fixed] >= least_explained || shown.fixes.empty();
      if (!counts || std::ranges::find(shown.fixes, id) != shown.fixes.end()) continue;
      shown.fixes.push_back(id);
      shown.fixes_titles.push_back(cause(fixed).title);
    }
    shown.kind = solution.kind == rules::SolutionKind::repair ? StepKind::repair
                 : solution.kind == rules::SolutionKind::test ? StepKind::test
                                                              : StepKind::escalate;
    return shown;
  }

  void add_changes() {
    if (leaders_.empty() || posterior_.causes[leaders_.front()] < 0.05) return;
    const std::vector<infer::CauseId> candidates(
        leaders_.begin(), leaders_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, leaders_.size())));
    for (const auto& change : infer::smallest_change(view_.network.network, view_.network.states, candidates)) {
      const auto& rule = view_.rules.symptoms[view_.network.symptoms[change.finding]];
      diagnosis_.what_would_change.push_back({rule.id, rule.title, shown_state(change.to)});
    }
  }

  // Unanswered questions by what their answer bears on: a cause that may or may not hold, as strongly as it shows there.
  void add_questions() {
    constexpr double least_bearing = 0.05;
    std::map<rules::SymptomIndex, double> bearing;
    for (const auto id : leaders_) {
      const double doubt = posterior_.causes[id] * (1 - posterior_.causes[id]);
      for (const auto& shown : cause(id).shows) {
        const bool question = std::holds_alternative<rules::QuestionSymptom>(view_.rules.symptoms[shown.symptom].source);
        if (!question || state_of(shown.symptom) != infer::State::unknown) continue;
        auto& most = bearing[shown.symptom];
        most = std::max(most, doubt * shown.probability);
      }
    }
    std::vector<rules::SymptomIndex> asked;
    for (const auto& [symptom, worth] : bearing) {
      if (worth >= least_bearing) asked.push_back(symptom);
    }
    std::ranges::stable_sort(asked, std::greater{}, [&](const auto symptom) { return bearing[symptom]; });
    asked.resize(std::min(asked.size(), most_questions));
    for (const auto symptom : asked) {
      const auto& rule = view_.rules.symptoms[symptom];
      diagnosis_.questions.push_back({rule.id, std::get<rules::QuestionSymptom>(rule.source).question});
    }
  }

  // The tests that the guide numbers C1, C2, …: what they would reveal, and how much of it is known.
  void add_checkup() {
    for (const auto& solution : view_.rules.solutions) {
      const auto guide =
          std::ranges::find_if(solution.guide, [](const auto& id) { return id.starts_with('C') && id.size() == 2; });
      if (solution.kind != rules::SolutionKind::test || guide == solution.guide.end()) continue;
      CheckupStep step{.guide = *guide, .title = solution.title, .instructions = solution.instructions, .findings = {}};
      for (const auto state : {infer::State::present, infer::State::absent}) {
        for (const auto symptom : solution.reveals) {
          if (state_of(symptom) == state) step.findings.push_back(show_evidence(sight_, symptom, state));
        }
      }
      step.unknown = solution.reveals.size() - step.findings.size();
      diagnosis_.checkup.push_back(std::move(step));
    }
    std::ranges::stable_sort(diagnosis_.checkup, {}, &CheckupStep::guide);
  }

  infer::State state_of(rules::SymptomIndex symptom) const {
    const auto finding = view_.network.finding_of[symptom];
    return finding ? view_.network.states[*finding] : infer::State::unknown;
  }

  const CaseView& view_;
  Diagnosis& diagnosis_;
  const SightView sight_{view_.rules, view_.inputs, view_.evidence, view_.findings, view_.redactor};
  Conclusion conclusion_;
  const infer::Posterior& posterior_ = conclusion_.posterior;
  std::optional<infer::Explainer> explainer_;  // made when first needed
  std::vector<infer::CauseId> leaders_;        // listed causes of the guide's issues, likeliest first
};

}  // namespace

void assemble(const CaseView& view, Diagnosis& diagnosis) { Assembler(view, diagnosis).run(); }

void assemble_likely(const CaseView& view, Diagnosis& diagnosis) { Assembler(view, diagnosis).run_likely(); }

void assemble_steps(const CaseView& view, Diagnosis& diagnosis) {
  Assembler(view, diagnosis).run_to_steps(Assembler::Arithmetic::left_out);
}

}  // namespace syncdx
