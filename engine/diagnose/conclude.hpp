// What a case's network says, with an allowance for texts that mislead.
//
// The network takes each finding as it is read. But a text may speak of one fault and have another, and then its findings
// mislead all together, which no leak of a single finding can express. So the answer is a mixture (Stone 1961, linear opinion
// pool): with the share `misread_share` only what was observed otherwise (settings, session facts, probes, answers) counts.
//   P = (1 - misread_share) * P(. | all findings) + misread_share * P(. | findings that are no text)
// A case without text findings is not touched. An issue stays at least as likely as each of its causes.
#pragma once

#include "diagnose/case_network.hpp"
#include "infer/posterior.hpp"

namespace syncdx {

// How often the texts of a case mislead. Measured on labelled reports of real failures: of those that the network alone put at
// 98 % on average, between 86 % (not seen by the rules' authors) and 95 % (seen) had that issue. 2026-11-25.
inline constexpr double misread_share = 0.04;

struct Conclusion {
  infer::Posterior posterior;  // with the allowance; groups as in the network
  double text_share = 1;       // what the network's own answer counts: 1, or 1 - misread_share
};

[[nodiscard]] Conclusion conclude(const CaseNetwork& network);

}  // namespace syncdx
