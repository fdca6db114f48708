// The picture in the DOT language. Kinds are told apart by shape, relations by the style of line and arrow, and only then by
// colour; all colours are light, so that black text stays readable where they turn grey.
#include "base/text.hpp"
#include "diagnose/load.hpp"
#include "rule_graph/graph.hpp"
#include "rules/known_platforms.hpp"

#include <fmt/format.h>
#include <boost/graph/graphviz.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <variant>

namespace syncdx::rule_graph {
namespace {

constexpr std::size_t label_width = 26;  // code points of a line

// In double quotes, as DOT wants it.
std::string dot_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '\n' || c == '\t' ? ' ' : c;
  }
  return result + '"';
}

// For a label in HTML-like brackets.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string lines_of(std::string_view text) {
  std::string result;
  for (const auto& line : wrap(repair_utf8(text), label_width)) result += (result.empty() ? "" : "<br/>") + escaped(line);
  return result;
}

std::string_view look_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::platform:
      return "shape=folder, style=filled, fillcolor=\"#e3e3e3\"";
    case ItemKind::issue:
      return "shape=octagon, style=\"filled,bold\", fillcolor=\"#f6d7c3\"";
    case ItemKind::cause:
      return "shape=box, style=\"filled,rounded\", fillcolor=\"#cfe0f1\"";
    case ItemKind::symptom:
      return "shape=ellipse, style=filled, fillcolor=\"#ffffff\", margin=\"0.06,0.05\"";
    case ItemKind::solution:
      break;
  }
  return "shape=note, style=filled, fillcolor=\"#dcefd8\"";
}

std::string_view look_of(Relation relation) {
  switch (relation) {
    case Relation::holds_on:
      return "arrowhead=none, color=\"#555555\"";
    case Relation::has_cause:
      return "arrowhead=normal, penwidth=1.6";
    case Relation::shows:
      return "arrowhead=vee, color=\"#1f4e79\", fontcolor=\"#1f4e79\"";
    case Relation::solved_by:
      return "arrowhead=dot, style=dashed, color=\"#2e6b26\", fontcolor=\"#2e6b26\"";
    case Relation::refines:
      return "arrowhead=empty, style=dotted, penwidth=1.6";
    case Relation::guards:
      break;
  }
  return "arrowhead=tee, style=bold, color=\"#8b1a1a\"";
}

std::string kind_of_solution(rules::SolutionKind kind) {
  if (kind == rules::SolutionKind::test) return "test: finds out, mends nothing";
  return kind == rules::SolutionKind::escalate ? "hand over" : "";
}

std::string small(std::string_view text) {
  return fmt::format("<br/><font point-size=\"9\">{}</font>", escaped(repair_utf8(text)));
}

class VertexWriter {
 public:
  VertexWriter(const rules::RuleSet& rules, const Graph& graph) : rules_(rules), graph_(graph) {}

  void operator()(std::ostream& out, std::size_t vertex) const {
    const auto& [item, left_out] = graph_[vertex];
    std::string label = fmt::format("<b>{}</b>", lines_of(title_of(rules_, item)));
    if (item.kind == ItemKind::symptom) label = lines_of(title_of(rules_, item));
    label += small(id_of(rules_, item));
    if (item.kind == ItemKind::cause) label += small(fmt::format("prior {:g}", rules_.causes[item.index].prior));
    if (item.kind == ItemKind::solution) {
      const auto& solution = rules_.solutions[item.index];
      const auto kind = kind_of_solution(solution.kind);
      label += small(fmt::format("{:g} min{}{}", solution.cost_minutes, kind.empty() ? "" : ", ", kind));
    }
    if (left_out > 0) label += small(fmt::format("{} links not shown", left_out));
    const bool asked =
        item.kind == ItemKind::symptom && std::holds_alternative<rules::QuestionSymptom>(rules_.symptoms[item.index].source);
    out << fmt::format(" [label=<{}>, {}{}, tooltip={}]", label, look_of(item.kind), asked ? ", style=dashed" : "",
                       dot_string(id_of(rules_, item)));
  }

 private:
  const rules::RuleSet& rules_;
  const Graph& graph_;
};

class EdgeWriter {
 public:
  explicit EdgeWriter(const Graph& graph) : graph_(graph) {}

  void operator()(std::ostream& out, const Graph::edge_descriptor& edge) const {
    const auto& [relation, number] = graph_[edge];
    std::string more;
    if (number > 0) more = fmt::format(", label=\" {:.2g}\"", number);
    if (relation == Relation::shows) more += fmt::format(", penwidth={:.2f}", 0.6 + 2.2 * number);
    if (relation == Relation::refines) more += ", constraint=false";
    out << fmt::format(" [{}{}]", look_of(relation), more);
  }

 private:
  const Graph& graph_;
};

constexpr std::string_view legend = R"(subgraph cluster_legend {
label="Legend"; fontsize=11; style=solid; color="#999999"; margin=8;
node [fontsize=9, width=0.9, height=0.3];
edge [fontsize=9];
l_platform [label="platform", shape=folder, style=filled, fillcolor="#e3e3e3"];
l_issue [label="issue", shape=octagon, style="filled,bold", fillcolor="#f6d7c3"];
l_cause [label="cause", shape=box, style="filled,rounded", fillcolor="#cfe0f1"];
l_symptom [label="symptom", shape=ellipse, style=filled, fillcolor="#ffffff"];
l_question [label="question", shape=ellipse, style=dashed];
l_solution [label="solution", shape=note, style=filled, fillcolor="#dcefd8"];
l_general [label="general cause", shape=box, style="filled,rounded", fillcolor="#cfe0f1"];
l_guard [label="guard", shape=note, style=filled, fillcolor="#dcefd8"];
l_platform -> l_issue [arrowhead=none, color="#555555", label="has rules for"];
l_issue -> l_cause [arrowhead=normal, penwidth=1.6, label="may be due to"];
l_cause -> l_symptom [arrowhead=vee, color="#1f4e79", penwidth=2, label="shows, strength"];
l_cause -> l_question [arrowhead=vee, color="#1f4e79", label="told by the answer"];
l_cause -> l_solution [arrowhead=dot, style=dashed, color="#2e6b26", label="is solved by, chance"];
l_cause -> l_general [arrowhead=empty, style=dotted, penwidth=1.6, label="refines"];
l_issue -> l_guard [style=invis];
l_guard -> l_solution [arrowhead=tee, style=bold, color="#8b1a1a", label="comes before"];
}
)";

struct GraphWriter {
  std::string title;

  void operator()(std::ostream& out) const {
    out << fmt::format(
        "graph [rankdir=LR, ranksep=0.9, nodesep=0.16, splines=true, fontname=\"sans-serif\", labelloc=t, fontsize=16, "
        "label={}];\n"
        "node [fontname=\"sans-serif\", fontsize=11, height=0.3, margin=\"0.16,0.07\"];\n"
        "edge [fontname=\"sans-serif\", fontsize=9, arrowsize=0.7];\n{}",
        dot_string(title), legend);
  }
};

}  // namespace

Checked<std::string> graph_dot(const EngineOptions& options, const GraphOptions& graph_options) {
  auto knowledge = load_knowledge(options);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  const auto& rules = *knowledge->value.rules;
  if (auto unknown = rules::refuse_platform(rules, graph_options.platform))
    return tl::unexpected(std::vector{std::move(*unknown)});
  const auto graph = graph_of(rules, graph_options);
  if (!graph) return tl::unexpected(std::vector{graph.error()});
  const bool outline = graph_options.focus.empty() && graph_options.extent == Extent::outline;
  std::string title = graph_options.focus.empty() ? "The rules" : "Around " + graph_options.focus;
  if (!graph_options.platform.empty()) title += " on " + graph_options.platform;
  if (!outline) title += fmt::format(" (links of at least {:g})", graph_options.least_strength);
  std::ostringstream out;
  boost::write_graphviz(out, *graph, VertexWriter(rules, *graph), EdgeWriter(*graph), GraphWriter{std::move(title)});
  return Loaded<std::string>{std::move(out).str(), std::move(knowledge->warnings)};
}

}  // namespace syncdx::rule_graph
