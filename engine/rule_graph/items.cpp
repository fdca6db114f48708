#include "rule_graph/items.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncdx::rule_graph {

std::string_view name_of(ItemKind kind) noexcept {
  switch (kind) {
    case ItemKind::platform:
      return "platform";
    case ItemKind::issue:
      return "issue";
    case ItemKind::cause:
      return "cause";
    case ItemKind::symptom:
      return "symptom";
    case ItemKind::solution:
      break;
  }
  return "solution";
}

std::string id_of(const rules::RuleSet& rules, Item item) {
  switch (item.kind) {
    case ItemKind::platform:
      return item.index == every_platform ? std::string(rules::any_platform) : rules.platforms[item.index].id;
    case ItemKind::issue:
      return rules.issues[item.index].id;
    case ItemKind::cause:
      return rules::full_name(rules, rules.causes[item.index]);
    case ItemKind::symptom:
      return rules.symptoms[item.index].id;
    case ItemKind::solution:
      break;
  }
  return rules.solutions[item.index].id;
}

std::string title_of(const rules::RuleSet& rules, Item item) {
  switch (item.kind) {
    case ItemKind::platform:
      return item.index == every_platform ? std::string("Every platform") : rules.platforms[item.index].title;
    case ItemKind::issue:
      return rules.issues[item.index].title;
    case ItemKind::cause:
      return rules.causes[item.index].title;
    case ItemKind::symptom:
      return rules.symptoms[item.index].title;
    case ItemKind::solution:
      break;
  }
  return rules.solutions[item.index].title;
}

std::string platform_of(const rules::RuleSet& rules, Item item) {
  switch (item.kind) {
    case ItemKind::cause:
      return rules.causes[item.index].platform;
    case ItemKind::symptom:
      return rules.symptoms[item.index].platform;
    case ItemKind::solution:
      return rules.solutions[item.index].platform;
    case ItemKind::platform:
    case ItemKind::issue:
      break;
  }
  return {};
}

SourceRange where_of(const rules::RuleSet& rules, Item item) {
  switch (item.kind) {
    case ItemKind::platform:
      return item.index == every_platform ? SourceRange{} : rules.platforms[item.index].where;
    case ItemKind::issue:
      return rules.issues[item.index].where;
    case ItemKind::cause:
      return rules.causes[item.index].where;
    case ItemKind::symptom:
      return rules.symptoms[item.index].where;
    case ItemKind::solution:
      break;
  }
  return rules.solutions[item.index].where;
}

std::vector<Item> all_items(const rules::RuleSet& rules) {
  std::vector<Item> items;
  for (const auto& [kind, count] : {std::pair{ItemKind::platform, rules.platforms.size()},
                                    {ItemKind::issue, rules.issues.size()},
                                    {ItemKind::cause, rules.causes.size()},
                                    {ItemKind::symptom, rules.symptoms.size()},
                                    {ItemKind::solution, rules.solutions.size()}}) {
    for (std::size_t i = 0; i < count; ++i) items.push_back({kind, i});
  }
  return items;
}

Result<std::vector<Item>> find_items(const rules::RuleSet& rules, std::string_view id) {
  std::vector<Item> found;
  std::vector<std::string> names;
  for (const auto item : all_items(rules)) {
    auto name = id_of(rules, item);
    const bool is_cause = item.kind == ItemKind::cause;
    // A cause answers to its whole name, to issue.id and to its id.
    const bool ends_so = is_cause && name.size() > id.size() && name.ends_with(id) && name[name.size() - id.size() - 1] == '.';
    if (name == id || (ends_so && !id.empty())) found.push_back(item);
    if (is_cause) names.push_back(rules.causes[item.index].id);
    names.push_back(std::move(name));
  }
  if (!found.empty()) return found;
  const auto near = nearest_name(id, names);
  return fail({.code = "C007",
               .message = fmt::format("the rules hold nothing named '{}'", shorten(repair_utf8(id), 100)),
               .help = near ? fmt::format("did you mean '{}'?", *near) : "syncdx rules list shows what there is"});
}

}  // namespace syncdx::rule_graph
