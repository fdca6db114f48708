// One case's causal network: the rules' causes that hold on a platform and the symptoms that they show, with the states found.
#pragma once

#include "evidence/findings.hpp"
#include "infer/network.hpp"
#include "rules/model.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace syncdx {

// A recovered error is common in healthy sessions: its leak is at least this. Judgement 2026-11-23.
inline constexpr double recovered_leak = 0.3;

// So is, less so, one of which only lines of level debug or info speak, or a question.
inline constexpr double mentioned_leak = 0.1;

// Of either in a whole session that ended well: what it met on the way says next to nothing about it.
inline constexpr double outlived_leak = 0.7;

// A symptom of a whole log that is absent: authors list many wordings of one event, of which a log shows one; so missing one
// wording speaks against a cause only with this share of its strength. Judgement 2026-11-23.
inline constexpr double absent_log_share = 0.2;

struct CaseNetwork {
  infer::CausalNetwork network;
  std::vector<infer::State> states;                         // one per finding of the network
  std::vector<bool> from_text;                              // likewise: read from lines, itself or by its parts
  std::vector<rules::CauseIndex> causes;                    // network cause -> rule cause
  std::vector<rules::SymptomIndex> symptoms;                // network finding -> rule symptom
  std::vector<std::optional<infer::FindingId>> finding_of;  // rule symptom -> network finding

  // Groups for inference: one per entry of `issues` (not the outside ones), then all their causes together.
  std::vector<rules::IssueIndex> issues;
  std::vector<std::vector<infer::CauseId>> groups;
};

// The leak of a symptom in a case: the rule's, raised where it was recovered or merely mentioned.
[[nodiscard]] double leak_in_case(const rules::Symptom& symptom, const evidence::Finding& finding);

[[nodiscard]] Result<CaseNetwork> make_case_network(const rules::RuleSet& rules, std::string_view platform,
                                                    const evidence::Findings& findings);

}  // namespace syncdx
