// Posterior, weights and plan put into the words of the rules and redacted: the Diagnosis that reports print.
#pragma once

#include "diagnose/case_network.hpp"
#include "diagnose/scan_inputs.hpp"
#include "evidence/findings.hpp"
#include "logs/redact.hpp"
#include "syncdx/diagnosis.hpp"

#include <string>

namespace syncdx {

// All that one diagnosis is made from. References must outlive the call.
struct CaseView {
  const rules::RuleSet& rules;
  const Scanned& scanned;
  const evidence::CaseEvidence& evidence;
  const evidence::Findings& findings;
  const CaseNetwork& network;
  const logs::Redactor& redactor;
};

// Fills issues, causes, outside, steps, what_would_change, unexplained, unmatched errors, inputs, exact.
void assemble(const CaseView& view, Diagnosis& diagnosis);

}  // namespace syncdx
