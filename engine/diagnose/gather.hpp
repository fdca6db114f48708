// What a case's inputs say, before anything is concluded from it: logs scanned, exports read, probes' facts added, platform and
// completeness decided. The rest of a diagnosis (findings, posterior, steps) is a function of this and of the rules, so it can
// be worked out again and again under changed rules without reading anything twice.
#pragma once

#include "diagnose/scan_inputs.hpp"
#include "evidence/findings.hpp"
#include "syncdx/diagnosis.hpp"

#include <vector>

namespace syncdx {

struct Gathered {
  Diagnosis head;  // session, platform, completeness and their reasons; the rest is empty
  evidence::CaseEvidence evidence;
  logs::Inputs inputs;
  std::vector<Diagnostic> notes;  // on the exports
};

// Fails if an input cannot be read or an export cannot be understood (L..., X...). Safe from many threads.
[[nodiscard]] Result<Gathered> gather(const evidence::CollectPlan& plan, const Case& question);

// The same of a log that was scanned before, without exports and probes. `question` gives platform, completeness and answers.
[[nodiscard]] Gathered gather_scanned(const rules::RuleSet& rules, const Case& question, Scanned scanned);

}  // namespace syncdx
