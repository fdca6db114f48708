#include "rule_changes/item_changes.hpp"

#include "rule_graph/describe.hpp"
#include "rule_graph/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace syncdx::rule_changes {
namespace {

using rule_graph::Item;
using rule_graph::ItemKind;
using rule_graph::ShownItem;
using Key = std::pair<ItemKind, std::string>;

std::map<Key, ShownItem> described(const rules::RuleSet& rules) {
  std::map<Key, ShownItem> items;
  for (const auto item : rule_graph::all_items(rules)) {
    items.emplace(Key(item.kind, rule_graph::id_of(rules, item)), rule_graph::describe(rules, item));
  }
  return items;
}

std::string number(const std::optional<double>& value) { return value ? fmt::format(" {:g}", *value) : std::string(); }

// Connections that an item states itself; the others are told at the item that does.
bool is_own(std::string_view group) { return !group.starts_with("is ") && group != "solves" && !group.starts_with("has "); }
bool is_told(std::string_view group) { return is_own(group) || group == "is solved by" || group == "is not to be met with"; }

std::map<std::pair<std::string, std::string>, std::optional<double>> connections(const ShownItem& item) {
  std::map<std::pair<std::string, std::string>, std::optional<double>> result;
  for (const auto& group : item.groups) {
    if (!is_told(group.name)) continue;
    for (const auto& connection : group.connections) result.emplace(std::pair(group.name, connection.id), connection.number);
  }
  return result;
}

void compare_connections(const ShownItem& before, const ShownItem& after, std::vector<std::string>& details) {
  const auto old_ones = connections(before);
  const auto new_ones = connections(after);
  for (const auto& [key, value] : new_ones) {
    const auto earlier = old_ones.find(key);
    if (earlier == old_ones.end()) {
      details.push_back(fmt::format("{} {}{}: new", key.first, key.second, number(value)));
    } else if (earlier->second != value) {
      details.push_back(fmt::format("{} {}{} ->{}", key.first, key.second, number(earlier->second), number(value)));
    }
  }
  for (const auto& [key, value] : old_ones) {
    if (!new_ones.contains(key)) details.push_back(fmt::format("{} {}{}: gone", key.first, key.second, number(value)));
  }
}

std::map<std::string, std::vector<std::string>> attributes(const ShownItem& item) {
  std::map<std::string, std::vector<std::string>> result;
  for (const auto& [name, value] : item.attributes) result[name].push_back(value);
  if (!item.guide.empty()) result["guide"] = item.guide;
  if (!item.examples.empty()) result["example"] = item.examples;
  if (!item.counter_examples.empty()) result["counter-example"] = item.counter_examples;
  result["title"] = {item.title};
  return result;
}

void compare_values(const std::string& name, const std::vector<std::string>& before, const std::vector<std::string>& after,
                    std::vector<std::string>& details) {
  if (before == after) return;
  if (before.size() == 1 && after.size() == 1) {
    details.push_back(fmt::format("{} {} -> {}", name, before.front(), after.front()));
    return;
  }
  const auto listed = details.size();
  for (const auto& value : after) {
    if (std::ranges::find(before, value) == before.end()) details.push_back(fmt::format("{}: + {}", name, value));
  }
  for (const auto& value : before) {
    if (std::ranges::find(after, value) == after.end()) details.push_back(fmt::format("{}: - {}", name, value));
  }
  if (details.size() == listed) details.push_back(name + ": another order");
}

std::vector<std::string> differences(const ShownItem& before, const ShownItem& after) {
  std::vector<std::string> details;
  const auto old_ones = attributes(before);
  const auto new_ones = attributes(after);
  std::set<std::string> names;
  for (const auto* list : {&old_ones, &new_ones}) {
    for (const auto& [name, values] : *list) names.insert(name);
  }
  const auto values = [](const auto& list, const std::string& name) {
    const auto found = list.find(name);
    return found == list.end() ? std::vector<std::string>{} : found->second;
  };
  for (const auto& name : names) compare_values(name, values(old_ones, name), values(new_ones, name), details);
  compare_connections(before, after, details);
  return details;
}

}  // namespace

std::vector<ChangedItem> changed_items(const rules::RuleSet& before, const rules::RuleSet& after) {
  const auto old_ones = described(before);
  const auto new_ones = described(after);
  std::vector<ChangedItem> changed;
  for (const auto& [key, item] : new_ones) {
    const auto earlier = old_ones.find(key);
    if (earlier == old_ones.end()) {
      changed.push_back({.kind = key.first, .fate = Fate::added, .id = key.second, .title = item.title, .where = item.where});
      continue;
    }
    auto details = differences(earlier->second, item);
    if (details.empty()) continue;
    changed.push_back({key.first, Fate::changed, key.second, item.title, std::move(details), item.where});
  }
  for (const auto& [key, item] : old_ones) {
    if (new_ones.contains(key)) continue;
    changed.push_back({.kind = key.first, .fate = Fate::removed, .id = key.second, .title = item.title, .where = item.where});
  }
  std::ranges::sort(changed, {}, [](const ChangedItem& item) { return std::tie(item.kind, item.id); });
  return changed;
}

}  // namespace syncdx::rule_changes
