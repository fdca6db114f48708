// The rules as a Boost graph, and the part of it that a picture shows.
#pragma once

#include "rule_graph/items.hpp"

#include <boost/graph/adjacency_list.hpp>

#include <map>
#include <string>
#include <vector>

namespace syncdx::rule_graph {

enum class Relation { holds_on, has_cause, shows, solved_by, refines, guards };

struct Vertex {
  Item item;
  std::size_t left_out = 0;  // links of this item that the picture leaves out
};

struct Edge {
  Relation relation = Relation::shows;
  double number = 0;  // strength, chance to repair; 0 for the other relations
};

// Edges in lists would cost nothing here, but vectors keep the order in which they were added: the picture is the same each
// time.
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Vertex, Edge>;

// Vertices in the order of their first mention.
class GraphBuilder {
 public:
  explicit GraphBuilder(const rules::RuleSet& rules) : rules_(rules) {}

  std::size_t vertex(Item item);
  void edge(Item from, Item to, Edge edge);  // once for each pair

  // The cause with its issue, its platform and, if `links`, the symptoms and solutions of at least `least`.
  enum class Links { left_out, shown };
  void add_cause(rules::CauseIndex index, Links links, double least);

  [[nodiscard]] const Graph& graph() const { return graph_; }

 private:
  const rules::RuleSet& rules_;
  Graph graph_;
  std::map<Item, std::size_t> places_;
};

// What a picture of `focus` shows. `focus` empty: all causes. Errors as find_items.
[[nodiscard]] Result<Graph> graph_of(const rules::RuleSet& rules, const GraphOptions& options);

}  // namespace syncdx::rule_graph
