#include "diagnose/load.hpp"
#include "rule_graph/items.hpp"
#include "rules/known_platforms.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace syncdx::rule_graph {
namespace {

std::optional<Diagnostic> unknown(std::string_view kind, const std::string& name, const std::vector<std::string>& known) {
  if (name.empty() || std::ranges::find(known, name) != known.end()) return std::nullopt;
  const auto near = nearest_name(name, known);
  return Diagnostic{.code = "C007",
                    .message = fmt::format("the rules hold no {} '{}'", kind, shorten(repair_utf8(name), 100)),
                    .help = near ? fmt::format("did you mean '{}'?", *near)
                                 : fmt::format("syncdx rules list --kind {} shows what there is", kind)};
}

// The issue, its causes, and what hangs on them.
std::set<Item> of_issue(const rules::RuleSet& rules, const std::string& issue) {
  std::set<Item> items;
  for (std::size_t i = 0; i < rules.issues.size(); ++i) {
    if (rules.issues[i].id == issue) items.insert({ItemKind::issue, i});
  }
  for (std::size_t i = 0; i < rules.causes.size(); ++i) {
    const auto& cause = rules.causes[i];
    if (rules.issues[cause.issue].id != issue) continue;
    items.insert({ItemKind::cause, i});
    for (const auto& strength : cause.shows) items.insert({ItemKind::symptom, strength.symptom});
    for (const auto& repair : cause.repairs) items.insert({ItemKind::solution, repair.solution});
  }
  return items;
}

bool holds_on(const rules::RuleSet& rules, Item item, const std::string& platform) {
  if (platform.empty()) return true;
  if (item.kind == ItemKind::platform) return rules.platforms[item.index].id == platform;
  const auto own = platform_of(rules, item);
  return own.empty() || own == platform || own == rules::any_platform;
}

}  // namespace

Checked<std::vector<ListedItem>> list_items(const EngineOptions& options, const ItemFilter& filter) {
  auto knowledge = load_knowledge(options);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  const auto& rules = *knowledge->value.rules;
  std::vector<std::string> issues;
  for (const auto& issue : rules.issues) issues.push_back(issue.id);
  for (auto problem : {rules::refuse_platform(rules, filter.platform), unknown("issue", filter.issue, issues)}) {
    if (problem) return tl::unexpected(std::vector{std::move(*problem)});
  }
  const auto wanted = of_issue(rules, filter.issue);
  std::set<rules::CauseIndex> active;
  if (!filter.platform.empty()) {
    for (const auto index : rules::active_causes(rules, filter.platform)) active.insert(index);
  }
  std::vector<ListedItem> listed;
  for (const auto item : all_items(rules)) {
    if (filter.kind && item.kind != *filter.kind) continue;
    if (!filter.issue.empty() && !wanted.contains(item)) continue;
    if (!holds_on(rules, item, filter.platform)) continue;
    // A general cause that the platform refines does not hold there.
    if (item.kind == ItemKind::cause && !filter.platform.empty() && !active.contains(item.index)) continue;
    listed.push_back({item.kind, id_of(rules, item), platform_of(rules, item), title_of(rules, item), where_of(rules, item)});
  }
  std::ranges::stable_sort(listed, {}, [](const auto& item) { return std::tie(item.kind, item.id); });
  return Loaded<std::vector<ListedItem>>{std::move(listed), std::move(knowledge->warnings)};
}

}  // namespace syncdx::rule_graph
