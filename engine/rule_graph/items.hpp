// Items of the rules by kind and index, and how they are named.
#pragma once

#include "rules/model.hpp"
#include "syncdx/rule_graph.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rule_graph {

// Stands for "every platform" among the platforms, which is none of the rules' own.
inline constexpr std::size_t every_platform = static_cast<std::size_t>(-1);

struct Item {
  ItemKind kind = ItemKind::cause;
  std::size_t index = 0;  // into the rules' list of that kind
  auto operator<=>(const Item&) const = default;
};

[[nodiscard]] std::string id_of(const rules::RuleSet& rules, Item item);
[[nodiscard]] std::string title_of(const rules::RuleSet& rules, Item item);
[[nodiscard]] std::string platform_of(const rules::RuleSet& rules, Item item);  // empty for issues and platforms
[[nodiscard]] SourceRange where_of(const rules::RuleSet& rules, Item item);

// By kind, then in the rules' order.
[[nodiscard]] std::vector<Item> all_items(const rules::RuleSet& rules);

// Those that `id` names, as show_item has it; C007 if there are none.
[[nodiscard]] Result<std::vector<Item>> find_items(const rules::RuleSet& rules, std::string_view id);

}  // namespace syncdx::rule_graph
