#include "rule_tests/judge.hpp"

#include "infer/explain.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace syncdx::rule_tests {
namespace {

constexpr std::size_t most_reasons = 6;
constexpr double least_difference = 0.05;  // log10 odds

}  // namespace

void add_reasons(const Trial& trial, CaseResult& result) {
  const auto& rules = trial.rules;
  const auto& concluded = trial.concluded;
  if (!trial.test.expect.cause) return;
  const auto wanted = causes_of(concluded, *trial.test.expect.cause);
  if (wanted.empty()) return;
  const auto& probability = concluded.posterior.causes;
  const auto expected = *std::ranges::max_element(wanted, {}, [&](const auto id) { return probability[id]; });
  const auto rule = [&](infer::CauseId id) -> const rules::Cause& { return rules.causes[concluded.network.causes[id]]; };
  const bool outside = rules.issues[rule(expected).issue].outside;
  const auto found = first_cause(rules, concluded, outside ? Among::all : Among::inside);
  if (!found || *found == expected) return;
  result.expected_cause = rules::full_name(rules, rule(expected));
  result.found_cause = rules::full_name(rules, rule(*found));

  const infer::Explainer explainer(concluded.network.network, concluded.network.states);
  const auto for_expected = explainer.explain(expected);
  const auto for_found = explainer.explain(*found);
  std::map<infer::FindingId, Outweighed> weights;
  const auto entry = [&](const infer::Weight& weight) -> Outweighed& {
    auto& row = weights[weight.finding];
    const auto symptom = concluded.network.symptoms[weight.finding];
    row.finding = rules.symptoms[symptom].id;
    row.state = weight.state == infer::State::absent    ? "absent"
                : concluded.findings[symptom].recovered ? "recovered"
                                                        : "present";
    return row;
  };
  for (const auto& weight : for_expected.weights) entry(weight).expected = weight.weight;
  for (const auto& weight : for_found.weights) entry(weight).found = weight.weight;
  std::vector<Outweighed> rows;
  for (auto& [finding, row] : weights) {
    if (std::abs(row.found - row.expected) >= least_difference) rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return std::abs(row.found - row.expected); });
  rows.resize(std::min(rows.size(), most_reasons));
  result.why.push_back({"prior", "", for_expected.prior_log_odds, for_found.prior_log_odds});
  std::ranges::move(rows, std::back_inserter(result.why));
}

}  // namespace syncdx::rule_tests
