// From what was gathered and found to the diagnosis: network, posterior, advice, words. The last step of Engine::diagnose, and
// of a batch for each of its sessions.
#pragma once

#include "diagnose/gather.hpp"
#include "evidence/findings.hpp"
#include "logs/redact.hpp"
#include "syncdx/result.hpp"

namespace syncdx {

// How much of a diagnosis is worked out (diagnose/assemble.hpp).
enum class Extent { whole, likely };

// `findings` are those of `gathered.evidence`. Safe from many threads. D002 only for rules that were not checked.
[[nodiscard]] Result<Diagnosis> weigh(const rules::RuleSet& rules, const Gathered& gathered, const evidence::Findings& findings,
                                      const logs::Redactor& redactor, Extent extent = Extent::whole);

}  // namespace syncdx
