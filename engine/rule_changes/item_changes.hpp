// Two sets of rules held against each other, item by item.
#pragma once

#include "rules/model.hpp"
#include "syncdx/rule_changes.hpp"

#include <vector>

namespace syncdx::rule_changes {

// By kind and id. Places and the order of lists without meaning are no change.
[[nodiscard]] std::vector<ChangedItem> changed_items(const rules::RuleSet& before, const rules::RuleSet& after);

}  // namespace syncdx::rule_changes
