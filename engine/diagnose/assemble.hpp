// Posterior, weights and plan put into the words of the rules and redacted: the Diagnosis that reports print.
#pragma once

#include "diagnose/case_network.hpp"
#include "evidence/findings.hpp"
#include "logs/input.hpp"
#include "logs/redact.hpp"
#include "syncdx/diagnosis.hpp"

#include <cstddef>
#include <string>

namespace syncdx {

// All that one diagnosis is made from. References must outlive the call.
struct CaseView {
  const rules::RuleSet& rules;
  const logs::Inputs& inputs;
  const evidence::CaseEvidence& evidence;
  const evidence::Findings& findings;
  const CaseNetwork& network;
  const logs::Redactor& redactor;
};

// Fills issues, causes, outside, steps, what_would_change, unexplained, unmatched errors, inputs, exact.
void assemble(const CaseView& view, Diagnosis& diagnosis);

// So many causes get their weights there, the likeliest first.
inline constexpr std::size_t weighed_causes = 3;
inline constexpr std::size_t weighed_outside = 1;

// Fills issues, causes (of the first likely ones the weights of what was seen, not their odds), outside, unexplained, unmatched
// errors, inputs, and the repairs where an issue is likely: what a list of many sessions needs, at a fraction of the work.
void assemble_likely(const CaseView& view, Diagnosis& diagnosis);

// Fills issues, causes (without their arithmetic), outside, steps and unexplained only: a fraction of the work.
void assemble_steps(const CaseView& view, Diagnosis& diagnosis);

}  // namespace syncdx
