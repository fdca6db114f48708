// syncdx rules list, show and graph: the rules to look at.
#pragma once

#include "options.hpp"

#include "syncdx/rule_graph.hpp"

#include <string>

namespace syncdx::cli {

struct ListRulesOptions {
  RulesChoice rules;
  Looks looks;
  rule_graph::ItemFilter filter;
};

struct ShowRuleOptions {
  RulesChoice rules;
  Looks looks;
  std::string id;
};

enum class PictureFormat { svg, dot };

struct GraphRulesOptions {
  RulesChoice rules;
  rule_graph::GraphOptions graph;
  PictureFormat format = PictureFormat::svg;
  std::string out;  // file; empty: standard output
};

[[nodiscard]] ExitCode run(const ListRulesOptions& options);
[[nodiscard]] ExitCode run(const ShowRuleOptions& options);
[[nodiscard]] ExitCode run(const GraphRulesOptions& options);

}  // namespace syncdx::cli
