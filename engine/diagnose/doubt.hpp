// What it is worth to be told facts that nobody has told yet, given all that is known.
#pragma once

#include "diagnose/case_network.hpp"
#include "syncdx/engine.hpp"

namespace syncdx {

// `rules` and `network` must outlive the result, which remembers what it worked out: use it from one thread.
[[nodiscard]] Doubt doubt_of(const rules::RuleSet& rules, const CaseNetwork& network);

}  // namespace syncdx
