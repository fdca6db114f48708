// Checks of linked rules that need no more than the rules: items that nothing uses, cycles, and what check_causes.hpp and
// check_patterns.hpp find. `files` are what the rules were linked from.
#pragma once

#include "rules/raw_rules.hpp"

namespace syncdx::rules {

// `half_read`: files of which not everything could be read; their patterns and examples are left alone. Where `problems` holds
// errors already, so are items that nothing uses: what is not linked because of a mistake elsewhere would only repeat that.
void check_rules(const RuleSet& rules, std::span<const RawFile> files, const std::set<std::string>& half_read,
                 Problems& problems);

}  // namespace syncdx::rules
