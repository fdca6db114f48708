// Checks of linked rules that need no more than the rules: patterns and their examples, items that nothing uses, cycles.
#pragma once

#include "rules/raw_rules.hpp"

namespace syncdx::rules {

void check_rules(const RuleSet& rules, Problems& problems);

}  // namespace syncdx::rules
