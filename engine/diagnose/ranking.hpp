// In which order a diagnosis lists issues and causes, and which ones it lists: the one place that decides it, for reports and
// for measuring them.
#pragma once

#include "diagnose/case_network.hpp"
#include "infer/posterior.hpp"

#include <cstddef>
#include <vector>

namespace syncdx {

inline constexpr std::size_t most_causes = 12;  // listed, of each kind
inline constexpr double least_cause = 0.001;    // probability below which a cause is not listed

// Indices into `network.issues`, likeliest first, ties by id.
[[nodiscard]] std::vector<std::size_t> ranked_issues(const rules::RuleSet& rules, const CaseNetwork& network,
                                                     const infer::Posterior& posterior);

struct RankedCauses {
  std::vector<infer::CauseId> inside;   // of the guide's issues
  std::vector<infer::CauseId> outside;  // explanations that no setting can mend
};

// Likeliest first, ties by id; at most `most_causes` of each kind, none below `least_cause`.
[[nodiscard]] RankedCauses ranked_causes(const rules::RuleSet& rules, const CaseNetwork& network,
                                         const infer::Posterior& posterior);

}  // namespace syncdx
