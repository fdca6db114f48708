#include "rule_tests/conclude.hpp"

#include "diagnose/assemble.hpp"
#include "diagnose/ranking.hpp"

#include <algorithm>

namespace syncdx::rule_tests {

Result<Concluded> conclude(const rules::RuleSet& rules, const Gathered& gathered) {
  return conclude(rules, gathered.head.platform, evidence::find(rules, gathered.evidence));
}

Result<Concluded> conclude(const rules::RuleSet& rules, std::string_view platform, evidence::Findings findings) {
  auto network = make_case_network(rules, platform, findings);
  if (!network) return fail(network.error());
  auto posterior = infer::infer(network->network, network->states, network->groups);
  return Concluded{std::move(findings), std::move(*network), std::move(posterior)};
}

std::optional<infer::CauseId> first_cause(const rules::RuleSet& rules, const Concluded& concluded, Among among) {
  const auto ranked = ranked_causes(rules, concluded.network, concluded.posterior);
  const auto probability = [&](infer::CauseId id) { return concluded.posterior.causes[id]; };
  const bool outside_leads =
      among == Among::all && !ranked.outside.empty() &&
      (ranked.inside.empty() || probability(ranked.outside.front()) > probability(ranked.inside.front()));
  if (outside_leads) return ranked.outside.front();
  return ranked.inside.empty() ? std::nullopt : std::optional(ranked.inside.front());
}

std::vector<infer::CauseId> causes_of(const Concluded& concluded, const NamedCause& name) {
  std::vector<infer::CauseId> result;
  const auto& causes = concluded.network.causes;
  for (infer::CauseId id = 0; id < causes.size(); ++id) {
    if (std::ranges::binary_search(name.causes, causes[id])) result.push_back(id);
  }
  return result;
}

double probability_without(const Concluded& concluded, infer::CauseId cause, rules::SymptomIndex symptom) {
  const auto finding = concluded.network.finding_of[symptom];
  if (!finding) return concluded.posterior.causes[cause];
  auto states = concluded.network.states;
  states[*finding] = infer::State::unknown;
  return infer::infer(concluded.network.network, states, {}).causes[cause];
}

std::vector<std::string> advised_steps(const rules::RuleSet& rules, const Gathered& gathered, const Concluded& concluded) {
  const logs::Redactor redactor(0);
  Diagnosis diagnosis;
  diagnosis.platform = gathered.head.platform;
  assemble_steps({rules, gathered.inputs, gathered.evidence, concluded.findings, concluded.network, redactor}, diagnosis);
  std::vector<std::string> steps;
  for (const auto& step : diagnosis.steps) steps.push_back(step.id);
  return steps;
}

}  // namespace syncdx::rule_tests
