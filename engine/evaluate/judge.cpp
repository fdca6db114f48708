#include "evaluate/judge.hpp"

#include "base/rounding.hpp"
#include "base/text.hpp"
#include "diagnose/case_network.hpp"
#include "diagnose/conclude.hpp"
#include "diagnose/ranking.hpp"
#include "infer/explain.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace syncdx::evaluate {
namespace {

constexpr std::size_t shown_points = 160;  // code points of a case's text
constexpr std::size_t most_weights = 8;
constexpr double least_published = 1e-6;  // six digits are published: more is not known
constexpr double least_weight = 0.02;     // log10 odds; less is not worth a line

FindingState shown(infer::State state) {
  switch (state) {
    case infer::State::present:
      return FindingState::present;
    case infer::State::absent:
      return FindingState::absent;
    case infer::State::unknown:
      break;
  }
  return FindingState::unknown;
}

std::string excerpt_of(const LabelledCase& labelled, const logs::Redactor& redactor) {
  auto text = repair_utf8(redactor.redact(labelled.text));  // masked as a whole before it is cut
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return shorten(text, shown_points);
}

class Judge {
 public:
  Judge(const rules::RuleSet& rules, const LabelledCase& labelled, const CaseNetwork& network)
      : rules_(rules), labelled_(labelled), network_(network), posterior_(conclude(network).posterior) {}

  void rank(CaseOutcome& outcome) const {
    const auto ranked = ranked_issues(rules_, network_, posterior_);
    for (std::size_t place = 0; place < ranked.size(); ++place) {
      const auto& id = rules_.issues[network_.issues[ranked[place]]].id;
      const double probability = six_digits(posterior_.groups[ranked[place]]);
      if (place < 3) outcome.issues.push_back({id, probability});
      if (place < 3 && id == labelled_.issue) outcome.issue_in_three = true;
      const bool defensible = std::ranges::find(labelled_.other_issues, id) != labelled_.other_issues.end();
      if (id == labelled_.issue) {
        outcome.log_loss -= std::log(std::max(probability, least_published));
      } else if (!defensible) {
        outcome.log_loss -= std::log(std::max(1 - probability, least_published));
      }
    }
    if (!outcome.issues.empty()) {
      const auto& first = outcome.issues.front();
      outcome.top_probability = first.probability;
      outcome.issue_right = first.id == labelled_.issue;
      outcome.issue_defensible =
          outcome.issue_right || std::ranges::find(labelled_.other_issues, first.id) != labelled_.other_issues.end();
    }
    for (const auto id : ranked_causes(rules_, network_, posterior_).inside) {
      const auto& rule = cause(id);
      outcome.causes.push_back(
          {rule.id, rules::full_name(rules_, rule), rules_.issues[rule.issue].id, six_digits(posterior_.causes[id])});
      if (outcome.cause_rank == 0 && counts_as_found(labelled_, rule.id)) outcome.cause_rank = outcome.causes.size();
    }
  }

  [[nodiscard]] Miss explain_miss() const {
    Miss miss;
    const auto ranked = ranked_causes(rules_, network_, posterior_).inside;
    const auto right = right_cause();
    // Where a right cause leads in a wrong issue, the winner is the first that is not right.
    const auto winner = std::ranges::find_if(ranked, [&](const auto id) { return id != right; });
    if (winner != ranked.end()) miss.winner = rules::full_name(rules_, cause(*winner));
    if (!right) {
      miss.kind = MissKind::no_such_cause;
    } else {
      miss.right = rules::full_name(rules_, cause(*right));
      miss.right_probability = six_digits(posterior_.causes[*right]);
      miss.kind = shows_something(*right) ? MissKind::outweighed : MissKind::no_evidence;
    }
    weigh(miss, winner == ranked.end() ? std::nullopt : std::optional(*winner), right);
    return miss;
  }

 private:
  [[nodiscard]] const rules::Cause& cause(infer::CauseId id) const { return rules_.causes[network_.causes[id]]; }

  // The labelled cause of the labelled issue; else the likeliest other one of that issue that counts as found.
  [[nodiscard]] std::optional<infer::CauseId> right_cause() const {
    std::optional<infer::CauseId> best;
    const auto merit = [&](infer::CauseId id) { return std::pair(cause(id).id == labelled_.cause, posterior_.causes[id]); };
    for (infer::CauseId id = 0; id < network_.causes.size(); ++id) {
      const bool fits = rules_.issues[cause(id).issue].id == labelled_.issue && counts_as_found(labelled_, cause(id).id);
      if (fits && (!best || merit(id) > merit(*best))) best = id;
    }
    return best;
  }

  [[nodiscard]] bool shows_something(infer::CauseId id) const {
    return std::ranges::any_of(network_.network.links_of_cause(id),
                               [&](const auto& link) { return network_.states[link.finding] == infer::State::present; });
  }

  void weigh(Miss& miss, std::optional<infer::CauseId> winner, std::optional<infer::CauseId> right) const {
    const infer::Explainer explainer(network_.network, network_.states);
    std::map<infer::FindingId, OpposedWeight> weights;
    const auto enter = [&](infer::CauseId id, double OpposedWeight::*side) {
      const auto why = explainer.explain(id);
      for (const auto& weight : why.weights) {
        const auto& symptom = rules_.symptoms[network_.symptoms[weight.finding]];
        auto& entry = weights[weight.finding];
        entry.finding = symptom.id;
        entry.title = symptom.title;
        entry.state = shown(weight.state);
        entry.*side = six_digits(weight.weight);
      }
      return six_digits(why.prior_log_odds);
    };
    if (winner) miss.winner_prior = enter(*winner, &OpposedWeight::for_winner);
    if (right) miss.right_prior = enter(*right, &OpposedWeight::for_right);
    for (auto& [finding, weight] : weights) {
      if (std::abs(weight.for_winner) < least_weight && std::abs(weight.for_right) < least_weight) continue;
      miss.weights.push_back(std::move(weight));
    }
    std::ranges::stable_sort(miss.weights, std::ranges::greater{},
                             [](const auto& weight) { return weight.for_winner - weight.for_right; });
    if (miss.weights.size() > most_weights) miss.weights.resize(most_weights);
  }

  const rules::RuleSet& rules_;
  const LabelledCase& labelled_;
  const CaseNetwork& network_;
  infer::Posterior posterior_;
};

}  // namespace

bool is_out_of_scope(const rules::RuleSet& rules, const LabelledCase& labelled) {
  return labelled.issue == out_of_scope_label ||
         std::ranges::any_of(rules.issues, [&](const auto& issue) { return issue.outside && issue.id == labelled.issue; });
}

bool counts_as_found(const LabelledCase& labelled, std::string_view cause) {
  return cause == labelled.cause || std::ranges::find(labelled.other_causes, cause) != labelled.other_causes.end();
}

CaseOutcome judge(const rules::RuleSet& rules, const LabelledCase& labelled, const ExaminedCase& examined, Depth depth,
                  const logs::Redactor& redactor) {
  CaseOutcome outcome{.id = labelled.id, .platform = examined.platform, .issue = labelled.issue, .cause = labelled.cause};
  outcome.out_of_scope = is_out_of_scope(rules, labelled);
  if (depth == Depth::reasons) outcome.excerpt = excerpt_of(labelled, redactor);
  outcome.failure = examined.failure;
  if (outcome.failure) return outcome;
  const auto network = make_case_network(rules, examined.platform, examined.findings);
  if (!network) {
    outcome.failure = network.error();
    return outcome;
  }
  const Judge judge(rules, labelled, *network);
  judge.rank(outcome);
  const bool missed = !outcome.out_of_scope && (!outcome.issue_right || outcome.cause_rank != 1);
  if (missed && depth == Depth::reasons) outcome.miss = judge.explain_miss();
  return outcome;
}

}  // namespace syncdx::evaluate
