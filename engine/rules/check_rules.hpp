// Checks of linked rules that need no more than the rules: patterns and their examples, items that nothing uses, cycles.
#pragma once

#include "rules/raw_rules.hpp"

namespace syncdx::rules {

// `half_read`: files of which not everything could be read; their patterns and examples are left alone. Where `problems` holds
// errors already, so are items that nothing uses: what is not linked because of a mistake elsewhere would only repeat that.
void check_rules(const RuleSet& rules, const std::set<std::string>& half_read, Problems& problems);

}  // namespace syncdx::rules
