// One item with all that it says and is connected to.
#pragma once

#include "rule_graph/items.hpp"

namespace syncdx::rule_graph {

[[nodiscard]] ShownItem describe(const rules::RuleSet& rules, Item item);

}  // namespace syncdx::rule_graph
