#include "base/precedence.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/exception.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

#include <algorithm>
#include <iterator>

namespace syncdx {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph graph_of(std::size_t count, std::span<const Precedence> precedences) {
  Graph graph(count);
  for (const auto& [first, second] : precedences) {
    if (first < count && second < count) boost::add_edge(first, second, graph);
  }
  return graph;
}

// The shortest way from `start` back to itself; empty if there is none.
std::vector<std::size_t> shortest_circle(const Graph& graph, std::size_t start) {
  if (boost::edge(start, start, graph).second) return {start};
  std::vector<std::size_t> reached_from(boost::num_vertices(graph), start);
  std::vector<std::size_t> distance(boost::num_vertices(graph), 0);
  std::vector<boost::default_color_type> colour(boost::num_vertices(graph));
  const auto recorders = std::pair(boost::record_predecessors(reached_from.data(), boost::on_tree_edge()),
                                   boost::record_distances(distance.data(), boost::on_tree_edge()));
  boost::breadth_first_search(graph, start, boost::visitor(boost::make_bfs_visitor(recorders)).color_map(colour.data()));
  std::optional<std::size_t> last;
  for (std::size_t at = 0; at < distance.size(); ++at) {
    if (distance[at] == 0 || !boost::edge(at, start, graph).second) continue;
    if (!last || distance[at] < distance[*last]) last = at;
  }
  if (!last) return {};
  std::vector<std::size_t> circle;
  for (auto at = *last; at != start; at = reached_from[at]) circle.push_back(at);
  circle.push_back(start);
  std::ranges::reverse(circle);
  return circle;
}

}  // namespace

std::optional<std::vector<std::size_t>> topological_order(std::size_t count, std::span<const Precedence> precedences) {
  const bool within =
      std::ranges::all_of(precedences, [&](const Precedence& p) { return p.first < count && p.second < count; });
  if (!within) return std::nullopt;
  std::vector<std::size_t> order;
  order.reserve(count);
  try {
    const auto graph = graph_of(count, precedences);
    std::vector<boost::default_color_type> colour(count);
    boost::topological_sort(graph, std::back_inserter(order), boost::color_map(colour.data()));
  } catch (const boost::not_a_dag&) {
    return std::nullopt;
  }
  std::ranges::reverse(order);  // Boost gives the last one first.
  return order;
}

std::vector<std::vector<std::size_t>> circles(std::size_t count, std::span<const Precedence> precedences) {
  const auto graph = graph_of(count, precedences);
  std::vector<std::size_t> label(count);
  const auto sets = static_cast<std::size_t>(boost::strong_components(
      graph, boost::make_iterator_property_map(label.begin(), boost::get(boost::vertex_index, graph))));
  std::vector<bool> seen(sets, false);
  std::vector<std::vector<std::size_t>> found;
  for (std::size_t at = 0; at < count; ++at) {
    if (seen[label[at]]) continue;
    seen[label[at]] = true;
    auto circle = shortest_circle(graph, at);
    if (!circle.empty()) found.push_back(std::move(circle));
  }
  return found;
}

}  // namespace syncdx
