#include "diagnose/case_network.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace syncdx {
namespace {

infer::State state_of(evidence::State state) {
  switch (state) {
    case evidence::State::present:
      return infer::State::present;
    case evidence::State::absent:
      return infer::State::absent;
    case evidence::State::unknown:
      break;
  }
  return infer::State::unknown;
}

// Whether it rests on lines of text, itself or by its parts.
bool reads_text(const rules::RuleSet& rules, rules::SymptomIndex symptom) {
  const auto& source = rules.symptoms[symptom].source;
  if (std::holds_alternative<rules::LogSymptom>(source)) return true;
  const auto* composite = std::get_if<rules::CompositeSymptom>(&source);
  if (composite == nullptr) return false;
  for (const auto* parts : {&composite->all, &composite->any, &composite->none, &composite->sequence}) {
    if (std::ranges::any_of(*parts, [&](const auto part) { return reads_text(rules, part); })) return true;
  }
  return false;
}

double share_of(const rules::Symptom& symptom, const evidence::Finding& finding) {
  const bool absent_line =
      finding.state == evidence::State::absent && std::holds_alternative<rules::LogSymptom>(symptom.source);
  return absent_line ? absent_log_share : 1.0;
}

}  // namespace

double leak_in_case(const rules::Symptom& symptom, const evidence::Finding& finding) {
  const double least = finding.outlived         ? outlived_leak
                       : finding.recovered      ? recovered_leak
                       : finding.mentioned_only ? mentioned_leak
                                                : 0.0;
  return std::max(symptom.leak, least);
}

Result<CaseNetwork> make_case_network(const rules::RuleSet& rules, std::string_view platform,
                                      const evidence::Findings& findings) {
  infer::NetworkSpec spec;
  std::vector<rules::SymptomIndex> symptoms;
  std::vector<infer::State> states;
  std::vector<bool> from_text;
  std::vector<std::optional<infer::FindingId>> finding_of(rules.symptoms.size());
  const auto finding_id = [&](rules::SymptomIndex symptom) {
    auto& id = finding_of[symptom];
    if (!id) {
      id = symptoms.size();
      symptoms.push_back(symptom);
      states.push_back(state_of(findings[symptom].state));
      from_text.push_back(reads_text(rules, symptom));
      spec.leaks.push_back(leak_in_case(rules.symptoms[symptom], findings[symptom]));
    }
    return *id;
  };

  auto causes = rules::active_causes(rules, platform);
  std::vector<rules::IssueIndex> issues;
  std::vector<std::vector<infer::CauseId>> groups;
  std::vector<infer::CauseId> inside;
  for (infer::CauseId id = 0; id < causes.size(); ++id) {
    const auto& cause = rules.causes[causes[id]];
    spec.priors.push_back(cause.prior);
    for (const auto& [symptom, strength] : cause.shows) {
      const double share = share_of(rules.symptoms[symptom], findings[symptom]);
      spec.links.push_back({id, finding_id(symptom), strength * share});
    }
    if (rules.issues[cause.issue].outside) continue;
    inside.push_back(id);
    const auto known = std::ranges::find(issues, cause.issue);
    const auto group = static_cast<std::size_t>(known - issues.begin());
    if (known == issues.end()) {
      issues.push_back(cause.issue);
      groups.emplace_back();
    }
    groups[group].push_back(id);
  }
  groups.push_back(std::move(inside));

  auto network = infer::CausalNetwork::build(std::move(spec));
  if (!network) return fail(network.error());
  return CaseNetwork{std::move(*network), std::move(states),     std::move(from_text), std::move(causes),
                     std::move(symptoms), std::move(finding_of), std::move(issues),    std::move(groups)};
}

}  // namespace syncdx
