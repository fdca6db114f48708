// Items of the rules for readers: lists, and one item with all that it is connected to.
#include "report/json_parts.hpp"
#include "report/page.hpp"
#include "report/wording.hpp"

#include "base/rounding.hpp"
#include "base/text.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace syncdx::report {
namespace {

using namespace rule_graph;

std::string file_and_line(const SourceRange& where) { return place(where.path, where.begin.line); }

void print_texts(Page& page, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  page.paragraph({.text = name, .style = Style::dim, .indent = 2, .hang = 16}, one_line(texts.front()));
  for (std::size_t i = 1; i < texts.size(); ++i) page.paragraph({.text = "", .indent = 2, .hang = 16}, one_line(texts[i]));
}

void print_group(Page& page, const ConnectionGroup& group) {
  page.blank();
  page.paragraph({.text = "", .indent = 2, .hang = 2}, group.name, Style::bold);
  for (const auto& connection : group.connections) {
    const auto number = connection.number ? fmt::format("{:g}", *connection.number) : std::string();
    page.paragraph({.text = number, .indent = 4, .hang = 12}, fmt::format("{}: {}", connection.id, one_line(connection.title)));
  }
}

void print_item(Page& page, const ShownItem& item) {
  page.paragraph({}, fmt::format("{} {}", name_of(item.kind), item.id), Style::heading);
  page.paragraph({.text = "", .indent = 2, .hang = 2}, one_line(item.title), Style::bold);
  std::string last;
  for (const auto& [name, value] : item.attributes) {
    page.paragraph({.text = name == last ? "" : name, .style = Style::dim, .indent = 2, .hang = 16}, one_line(value));
    last = name;
  }
  print_texts(page, "examples", item.examples);
  print_texts(page, "but not", item.counter_examples);
  std::string guide;
  for (const auto& id : item.guide) guide += (guide.empty() ? "" : ", ") + id;
  if (!guide.empty()) page.paragraph({.text = "guide", .style = Style::dim, .indent = 2, .hang = 16}, guide);
  page.paragraph({.text = "stands in", .style = Style::dim, .indent = 2, .hang = 16}, file_and_line(item.where));
  for (const auto& group : item.groups) print_group(page, group);
}

Json where_json(const SourceRange& where) {
  return {{"file", where.path}, {"line", where.begin.line}, {"column", where.begin.column}};
}

Json item_json(const ShownItem& item) {
  Json json{{"kind", name_of(item.kind)}, {"id", item.id}, {"title", item.title}, {"platform", item.platform}};
  Json attributes = Json::array();
  for (const auto& [name, value] : item.attributes) attributes.push_back({{"name", name}, {"value", value}});
  json["attributes"] = std::move(attributes);
  Json groups = Json::array();
  for (const auto& group : item.groups) {
    Json connections = Json::array();
    for (const auto& connection : group.connections) {
      connections.push_back({{"id", connection.id},
                             {"title", connection.title},
                             {"number", connection.number ? Json(six_digits(*connection.number)) : Json()}});
    }
    groups.push_back({{"name", group.name}, {"connections", std::move(connections)}});
  }
  json["connections"] = std::move(groups);
  json["guide"] = item.guide;
  json["examples"] = item.examples;
  json["counter_examples"] = item.counter_examples;
  json["where"] = where_json(item.where);
  return json;
}

}  // namespace

std::string rule_list_text(std::span<const ListedItem> items, const TextOptions& options) {
  Page page(options);
  std::size_t widest = 0;
  for (const auto& item : items) widest = std::max(widest, count_code_points(item.id));
  std::map<ItemKind, std::uint64_t> counts;
  for (const auto& item : items) {
    ++counts[item.kind];
    page.line(fmt::format("{:<8}  {:<{}}  {}", name_of(item.kind), item.id, widest, one_line(item.title)));
  }
  std::string sum;
  for (const auto& [kind, count] : counts) sum += (sum.empty() ? "" : ", ") + counted(count, name_of(kind));
  page.line(sum.empty() ? "Nothing there." : sum);
  return std::move(page).take();
}

std::string rule_list_json(std::span<const ListedItem> items) {
  Json list = Json::array();
  for (const auto& item : items) {
    list.push_back({{"kind", name_of(item.kind)},
                    {"id", item.id},
                    {"platform", item.platform},
                    {"title", item.title},
                    {"where", where_json(item.where)}});
  }
  return dump({{"schema", schema_version}, {"items", std::move(list)}});
}

std::string rule_items_text(std::span<const ShownItem> items, const TextOptions& options) {
  Page page(options);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) page.blank();
    print_item(page, items[i]);
  }
  return std::move(page).take();
}

std::string rule_items_json(std::span<const ShownItem> items) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(item_json(item));
  return dump({{"schema", schema_version}, {"items", std::move(list)}});
}

}  // namespace syncdx::report
