// What rules say of causes, steps and platforms that cannot have been meant: causes that no evidence tells apart, steps whose
// guard is passed by, overrides that change nothing, platforms that nothing recognises.
#pragma once

#include "rules/raw_rules.hpp"

namespace syncdx::rules {

// `rules` were linked from `files` without errors.
void check_causes(const RuleSet& rules, std::span<const RawFile> files, Problems& problems);

}  // namespace syncdx::rules
