// Findings in the words of the rules, with the lines that show them: quoted, masked, cut for display. Split from assemble.hpp
// because many sessions have the same findings on other lines: then only this is done again.
#pragma once

#include "evidence/findings.hpp"
#include "infer/evidence.hpp"
#include "logs/input.hpp"
#include "logs/redact.hpp"
#include "syncdx/diagnosis.hpp"

#include <string>
#include <string_view>

namespace syncdx {

// References must outlive the calls.
struct SightView {
  const rules::RuleSet& rules;
  const logs::Inputs& inputs;
  const evidence::CaseEvidence& evidence;
  const evidence::Findings& findings;
  const logs::Redactor& redactor;
};

[[nodiscard]] FindingState shown_state(infer::State state);

// The sample's line as it may be shown: masked first (unless it is), so that no cut can leave half a secret; then the part
// around the match, at most 400 code points.
[[nodiscard]] std::string quote(const logs::Redactor& redactor, const evidence::Sample& sample);

// The same of a sample that is not masked yet; `masked` is the whole of its text, masked and in UTF-8.
[[nodiscard]] std::string quote(const std::string& masked, const evidence::Sample& sample);

// What lines of one kind have in common: "order 5512 failed" and "order 5513 failed" are both "order # failed".
[[nodiscard]] std::string kind_of_line(std::string_view line);

// How `symptom`, in `state`, was found, without its weight.
[[nodiscard]] Evidence show_evidence(const SightView& view, rules::SymptomIndex symptom, infer::State state);

// Error lines that no symptom explains, one of each kind, up to five.
void show_unmatched(const SightView& view, Diagnosis& diagnosis);

// The inputs, and the notes on them.
void show_inputs(const logs::Inputs& inputs, Diagnosis& diagnosis);

}  // namespace syncdx
