#include "infer/graph.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/pending/queue.hpp>

#include <algorithm>
#include <iterator>
#include <limits>

namespace syncdx::infer {
namespace {

// Edges in vectors: inference builds one such graph per question, and a list node per edge would cost more than the search.
using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, boost::no_property,
                                         boost::no_property, boost::vecS>;

// Vertices: the causes, then the included findings.
struct BipartiteGraph {
  std::vector<FindingId> findings;
  Undirected graph;
};

BipartiteGraph bipartite(const CausalNetwork& network, const std::vector<bool>& included) {
  BipartiteGraph made;
  for (FindingId finding = 0; finding < network.findings(); ++finding) {
    if (included[finding]) made.findings.push_back(finding);
  }
  made.graph = Undirected(network.causes() + made.findings.size());
  for (std::size_t i = 0; i < made.findings.size(); ++i) {
    for (const auto& link : network.links_of_finding(made.findings[i])) {
      boost::add_edge(link.cause, network.causes() + i, made.graph);
    }
  }
  return made;
}

}  // namespace

std::vector<Component> connected_components(const CausalNetwork& network, const std::vector<bool>& included) {
  const auto [findings, graph] = bipartite(network, included);
  std::vector<std::size_t> label(boost::num_vertices(graph));
  std::vector<boost::default_color_type> colour(label.size());
  const auto labels =
      static_cast<std::size_t>(boost::connected_components(graph, label.data(), boost::color_map(colour.data())));
  constexpr auto none = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> place(labels, none);
  std::vector<Component> components;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    auto& at = place[label[network.causes() + i]];
    if (at == none) {
      at = components.size();
      components.emplace_back();
    }
    components[at].findings.push_back(findings[i]);
  }
  for (CauseId cause = 0; cause < network.causes(); ++cause) {
    if (const auto at = place[label[cause]]; at != none) components[at].causes.push_back(cause);
  }
  return components;
}

Component reachable(const CausalNetwork& network, const std::vector<bool>& included, std::span<const CauseId> causes) {
  const auto [findings, graph] = bipartite(network, included);
  std::vector<boost::default_color_type> colour(boost::num_vertices(graph), boost::white_color);
  boost::queue<std::size_t> waiting;
  for (const auto cause : causes) {
    if (colour[cause] != boost::white_color) continue;
    boost::breadth_first_visit(graph, cause, waiting, boost::default_bfs_visitor(), colour.data());
  }
  Component found;
  for (CauseId cause = 0; cause < network.causes(); ++cause) {
    if (colour[cause] != boost::white_color) found.causes.push_back(cause);
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (colour[network.causes() + i] != boost::white_color) found.findings.push_back(findings[i]);
  }
  return found;
}

}  // namespace syncdx::infer
