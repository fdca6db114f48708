// From a case's gathered evidence to the posterior under given rules: all that most expectations need, at a fraction of a whole
// diagnosis.
#pragma once

#include "diagnose/case_network.hpp"
#include "diagnose/gather.hpp"
#include "infer/posterior.hpp"
#include "rule_tests/case_model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rule_tests {

struct Concluded {
  evidence::Findings findings;
  CaseNetwork network;
  infer::Posterior posterior;
};

// Fails only if the network cannot be built (D002), which linked rules never cause.
[[nodiscard]] Result<Concluded> conclude(const rules::RuleSet& rules, const Gathered& gathered);

// The same from findings that are known already.
[[nodiscard]] Result<Concluded> conclude(const rules::RuleSet& rules, std::string_view platform, evidence::Findings findings);

// The first cause that a diagnosis lists, outside ones included or not; nothing if it lists none.
enum class Among { inside, all };
[[nodiscard]] std::optional<infer::CauseId> first_cause(const rules::RuleSet& rules, const Concluded& concluded, Among among);

// The causes of the case's network that `name` means; empty if none of them holds on this platform.
[[nodiscard]] std::vector<infer::CauseId> causes_of(const Concluded& concluded, const NamedCause& name);

// P(cause) without one finding. In [0,1].
[[nodiscard]] double probability_without(const Concluded& concluded, infer::CauseId cause, rules::SymptomIndex symptom);

// The steps that the diagnosis advises, first first.
[[nodiscard]] std::vector<std::string> advised_steps(const rules::RuleSet& rules, const Gathered& gathered,
                                                     const Concluded& concluded);

}  // namespace syncdx::rule_tests
