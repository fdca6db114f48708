#include "rule_graph/graph.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace syncdx::rule_graph {

std::size_t GraphBuilder::vertex(Item item) {
  const auto [place, is_new] = places_.emplace(item, boost::num_vertices(graph_));
  if (is_new) boost::add_vertex(Vertex{item, 0}, graph_);
  return place->second;
}

void GraphBuilder::edge(Item from, Item to, Edge edge) {
  const auto source = vertex(from);
  const auto target = vertex(to);
  if (!boost::edge(source, target, graph_).second) boost::add_edge(source, target, edge, graph_);
}

void GraphBuilder::add_cause(rules::CauseIndex index, Links links, double least) {
  const auto& cause = rules_.causes[index];
  const Item self{ItemKind::cause, index};
  const Item issue{ItemKind::issue, cause.issue};
  const auto platform = std::ranges::find(rules_.platforms, cause.platform, &rules::Platform::id);
  const bool known = platform != rules_.platforms.end();
  const auto place = known ? static_cast<std::size_t>(platform - rules_.platforms.begin()) : every_platform;
  if (known || cause.platform == rules::any_platform)
    edge({ItemKind::platform, place}, issue, {.relation = Relation::holds_on});
  edge(issue, self, {.relation = Relation::has_cause});
  if (links == Links::left_out) {
    graph_[vertex(self)].left_out = cause.shows.size() + cause.repairs.size();
    return;
  }
  auto shows = cause.shows;
  std::ranges::stable_sort(shows, std::ranges::greater{}, &rules::Strength::probability);
  for (const auto& strength : shows) {
    if (strength.probability < least) {
      ++graph_[vertex(self)].left_out;
    } else {
      edge(self, {ItemKind::symptom, strength.symptom}, {Relation::shows, strength.probability});
    }
  }
  for (const auto& repair : cause.repairs) {
    if (repair.probability < least) {
      ++graph_[vertex(self)].left_out;
      continue;
    }
    const Item solution{ItemKind::solution, repair.solution};
    edge(self, solution, {Relation::solved_by, repair.probability});
    if (const auto guard = rules_.solutions[repair.solution].guard) {
      edge({ItemKind::solution, *guard}, solution, {.relation = Relation::guards});
    }
  }
}

namespace {

using Links = GraphBuilder::Links;

// The causes that have to do with an item.
std::vector<rules::CauseIndex> causes_of(const rules::RuleSet& rules, Item item) {
  std::vector<rules::CauseIndex> causes;
  for (rules::CauseIndex i = 0; i < rules.causes.size(); ++i) {
    const auto& cause = rules.causes[i];
    const auto shows = [&] {
      return std::ranges::find(cause.shows, item.index, &rules::Strength::symptom) != cause.shows.end();
    };
    const auto solved = [&] {
      return std::ranges::find(cause.repairs, item.index, &rules::Repair::solution) != cause.repairs.end();
    };
    const bool fits = (item.kind == ItemKind::cause && i == item.index) ||
                      (item.kind == ItemKind::issue && cause.issue == item.index) ||
                      (item.kind == ItemKind::symptom && shows()) || (item.kind == ItemKind::solution && solved()) ||
                      (item.kind == ItemKind::platform && cause.platform == rules.platforms[item.index].id);
    if (fits) causes.push_back(i);
  }
  return causes;
}

void add_refinement(const rules::RuleSet& rules, rules::CauseIndex index, GraphBuilder& builder) {
  const auto refined = rules.causes[index].refines;
  if (!refined) return;
  builder.add_cause(*refined, Links::left_out, 1);
  builder.edge({ItemKind::cause, index}, {ItemKind::cause, *refined}, {.relation = Relation::refines});
}

// A focus's own causes are shown with all that they have; of a symptom or solution only the link to it counts.
void add_focus(const rules::RuleSet& rules, Item item, const GraphOptions& options, GraphBuilder& builder) {
  std::string platform = options.platform.empty() ? platform_of(rules, item) : options.platform;
  if (platform.empty()) platform = rules::any_platform;
  const auto active = rules::active_causes(rules, platform);
  builder.vertex(item);
  for (const auto index : causes_of(rules, item)) {
    if (item.kind == ItemKind::issue && std::ranges::find(active, index) == active.end()) continue;
    const bool leaf = item.kind == ItemKind::symptom || item.kind == ItemKind::solution;
    if (leaf && !options.platform.empty() && std::ranges::find(active, index) == active.end()) continue;
    const bool outline = leaf || item.kind == ItemKind::platform;
    builder.add_cause(index, outline ? Links::left_out : Links::shown, options.least_strength);
    if (item.kind == ItemKind::cause) add_refinement(rules, index, builder);
    const auto& cause = rules.causes[index];
    if (item.kind == ItemKind::symptom) {
      const auto strength = std::ranges::find(cause.shows, item.index, &rules::Strength::symptom);
      builder.edge({ItemKind::cause, index}, item, {Relation::shows, strength->probability});
    }
    if (item.kind == ItemKind::solution) {
      const auto repair = std::ranges::find(cause.repairs, item.index, &rules::Repair::solution);
      builder.edge({ItemKind::cause, index}, item, {Relation::solved_by, repair->probability});
    }
  }
}

}  // namespace

Result<Graph> graph_of(const rules::RuleSet& rules, const GraphOptions& options) {
  GraphBuilder builder(rules);
  if (options.focus.empty()) {
    const auto links = options.extent == Extent::whole ? Links::shown : Links::left_out;
    if (!options.platform.empty()) {
      for (const auto index : rules::active_causes(rules, options.platform))
        builder.add_cause(index, links, options.least_strength);
    } else {
      for (rules::CauseIndex i = 0; i < rules.causes.size(); ++i) builder.add_cause(i, links, options.least_strength);
    }
    return builder.graph();
  }
  const auto items = find_items(rules, options.focus);
  if (!items) return fail(items.error());
  for (const auto item : *items) {
    const auto own = platform_of(rules, item);
    // Of a cause that several platforms refine, the asked one, else the general one, if there is one.
    const bool another = item.kind == ItemKind::cause && items->size() > 1 &&
                         own != (options.platform.empty() ? std::string(rules::any_platform) : options.platform);
    const bool general_is_there = std::ranges::any_of(*items, [&](const auto other) {
      return platform_of(rules, other) == (options.platform.empty() ? std::string(rules::any_platform) : options.platform);
    });
    if (another && general_is_there) continue;
    add_focus(rules, item, options, builder);
  }
  return builder.graph();
}

}  // namespace syncdx::rule_graph
