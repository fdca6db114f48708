// The rules to look at: lists of their items, one item with everything it is connected to, and a picture.
// Free functions without state: safe from many threads. Titles and texts are the rule files' own.
#pragma once

#include "syncdx/engine.hpp"
#include "syncdx/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rule_graph {

enum class ItemKind { platform, issue, cause, symptom, solution };

[[nodiscard]] std::string_view name_of(ItemKind kind) noexcept;

struct ItemFilter {
  std::string platform{};  // what holds on it: its own items and the general ones; empty: all
  std::string issue{};     // the issue itself, its causes, and what these show and are solved by; empty: all
  std::optional<ItemKind> kind{};
};

struct ListedItem {
  ItemKind kind = ItemKind::cause;
  std::string id;        // of causes: platform.issue.id
  std::string platform;  // empty for issues and platforms
  std::string title;
  SourceRange where;
};

// By kind (platforms, issues, causes, symptoms, solutions), then by id. C007 with the nearest name for an unknown platform or
// issue; else fails as Engine::load does.
[[nodiscard]] Checked<std::vector<ListedItem>> list_items(const EngineOptions& rules, const ItemFilter& filter);

// A connection to another item.
struct Connection {
  std::string id;
  std::string title;
  std::optional<double> number{};  // strength or chance to repair
};

struct ConnectionGroup {
  std::string name;  // "shows", "is shown by", "is solved by", "refines", …
  std::vector<Connection> connections;
};

// One line of what an item says about itself.
struct Attribute {
  std::string name;  // "prior", "leak", "matches", "instruction", …
  std::string value;
};

struct ShownItem {
  ItemKind kind = ItemKind::cause;
  std::string id;
  std::string title;
  std::string platform;
  std::vector<Attribute> attributes;    // in the order of reading
  std::vector<ConnectionGroup> groups;  // strongest first; without empty ones
  std::vector<std::string> guide;
  std::vector<std::string> examples;
  std::vector<std::string> counter_examples;
  SourceRange where;
};

// All items of this id: a symptom, a solution, an issue, a platform, a cause by its full name or its last part (then also the
// platforms' refinements of it). C007 if there is none, with the nearest ids.
[[nodiscard]] Checked<std::vector<ShownItem>> show_item(const EngineOptions& rules, std::string_view id);

enum class Extent { outline, whole };

struct GraphOptions {
  // An id as `show_item` takes it: the item and what it is connected to. Empty: platforms, issues and causes only (outline).
  std::string focus{};
  std::string platform{};           // whose causes, of a general focus; empty: the focus's own, or the general ones
  double least_strength = 0.1;      // weaker links are left out; how many, the legend says
  Extent extent = Extent::outline;  // whole, without a focus: symptoms and solutions too
};

// In the DOT language of Graphviz, written by boost::write_graphviz: platform -> issue -> cause -> symptom and solution. Kinds
// differ by shape, relations by the lines' style, so that it reads in greyscale; with a legend. Errors as show_item.
[[nodiscard]] Checked<std::string> graph_dot(const EngineOptions& rules, const GraphOptions& options);

}  // namespace syncdx::rule_graph
