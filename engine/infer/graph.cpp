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

constexpr auto none = std::numeric_limits<std::size_t>::max();

// Vertices: the causes of the included findings, ascending, then these findings.
struct BipartiteGraph {
  std::vector<CauseId> causes;
  std::vector<FindingId> findings;
  std::vector<std::size_t> vertex_of;  // one per cause of the network; none if it is not there
  Undirected graph;
};

BipartiteGraph bipartite(const CausalNetwork& network, const std::vector<bool>& included) {
  BipartiteGraph made;
  made.vertex_of.assign(network.causes(), none);
  for (FindingId finding = 0; finding < network.findings(); ++finding) {
    if (!included[finding]) continue;
    made.findings.push_back(finding);
    for (const auto& link : network.links_of_finding(finding)) made.vertex_of[link.cause] = 0;
  }
  for (CauseId cause = 0; cause < network.causes(); ++cause) {
    if (made.vertex_of[cause] == none) continue;
    made.vertex_of[cause] = made.causes.size();
    made.causes.push_back(cause);
  }
  made.graph = Undirected(made.causes.size() + made.findings.size());
  for (std::size_t i = 0; i < made.findings.size(); ++i) {
    for (const auto& link : network.links_of_finding(made.findings[i])) {
      boost::add_edge(made.vertex_of[link.cause], made.causes.size() + i, made.graph);
    }
  }
  return made;
}

}  // namespace

std::vector<Component> connected_components(const CausalNetwork& network, const std::vector<bool>& included) {
  const auto [causes, findings, vertex_of, graph] = bipartite(network, included);
  std::vector<std::size_t> label(boost::num_vertices(graph));
  std::vector<boost::default_color_type> colour(label.size());
  const auto labels =
      static_cast<std::size_t>(boost::connected_components(graph, label.data(), boost::color_map(colour.data())));
  std::vector<std::size_t> place(labels, none);
  std::vector<Component> components;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    auto& at = place[label[causes.size() + i]];
    if (at == none) {
      at = components.size();
      components.emplace_back();
    }
    components[at].findings.push_back(findings[i]);
  }
  for (std::size_t i = 0; i < causes.size(); ++i) components[place[label[i]]].causes.push_back(causes[i]);
  return components;
}

Component reachable(const CausalNetwork& network, const std::vector<bool>& included, std::span<const CauseId> start) {
  const auto [causes, findings, vertex_of, graph] = bipartite(network, included);
  std::vector<boost::default_color_type> colour(boost::num_vertices(graph), boost::white_color);
  boost::queue<std::size_t> waiting;
  Component found;
  for (const auto cause : start) {
    const auto vertex = vertex_of[cause];
    if (vertex == none) found.causes.push_back(cause);
    if (vertex == none || colour[vertex] != boost::white_color) continue;
    boost::breadth_first_visit(graph, vertex, waiting, boost::default_bfs_visitor(), colour.data());
  }
  for (std::size_t i = 0; i < causes.size(); ++i) {
    if (colour[i] != boost::white_color) found.causes.push_back(causes[i]);
  }
  std::ranges::sort(found.causes);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (colour[causes.size() + i] != boost::white_color) found.findings.push_back(findings[i]);
  }
  return found;
}

}  // namespace syncdx::infer
