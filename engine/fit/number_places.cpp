#include "fit/number_places.hpp"

#include "base/yaml_tree.hpp"

namespace syncdx::evaluate {
namespace {

using Kind = YamlNode::Kind;

std::string text_of(const YamlNode& map, std::string_view key) {
  const auto* node = map.find(key);
  return node != nullptr && node->kind == Kind::scalar ? node->text : std::string();
}

std::optional<NumberPlace> place_of(const YamlNode* node) {
  if (node == nullptr || node->kind != Kind::scalar) return std::nullopt;
  return NumberPlace{node->text, node->where};
}

// The issue whose causes the file holds.
std::string issue_of(const YamlNode& root) {
  const auto* issue = root.find("issue");
  if (issue != nullptr && issue->kind == Kind::map) return text_of(*issue, "id");
  return text_of(root, "refines");
}

CauseItem item_of(const YamlNode& node, const std::string& file_basis) {
  CauseItem item{.prior = place_of(node.find("prior")), .shows = {}, .basis = place_of(node.find("basis"))};
  if (const auto* shows = node.find("shows"); shows != nullptr && shows->kind == Kind::map) {
    for (const auto& [name, weight] : shows->entries) {
      if (auto place = place_of(&weight)) item.shows.emplace(name.text, std::move(*place));
    }
  }
  item.file_basis = file_basis;
  item.begin = node.where;
  const auto* id = node.find("id") != nullptr ? node.find("id") : node.find("refines");
  if (id != nullptr) item.id_line = id->where;
  // A map in braces begins before its first key.
  item.braces = !node.entries.empty() && node.entries.front().key.where.begin != node.where.begin;
  return item;
}

}  // namespace

CauseItems find_cause_items(std::span<const rules::RuleFile> files) {
  CauseItems items;
  for (const auto& file : files) {
    const auto root = parse_yaml(file.path, file.text);
    if (!root || root->kind != Kind::map) continue;
    const auto* causes = root->find("causes");
    if (causes == nullptr || causes->kind != Kind::sequence) continue;
    const auto named = text_of(*root, "platform");
    const auto platform = named.empty() ? std::string(rules::any_platform) : named;
    const auto issue = issue_of(*root);
    const auto basis = text_of(*root, "basis");
    for (const auto& cause : causes->items) {
      if (cause.kind != Kind::map) continue;
      const auto id = cause.find("id") != nullptr ? text_of(cause, "id") : text_of(cause, "refines");
      items.emplace(CauseKey(platform, issue, id), item_of(cause, basis));
    }
  }
  return items;
}

CauseKey key_of(const rules::RuleSet& rules, const rules::Cause& cause) {
  return {cause.platform, rules.issues[cause.issue].id, cause.id};
}

}  // namespace syncdx::evaluate
