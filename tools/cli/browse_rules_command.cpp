#include "browse_rules_command.hpp"

#include "graphviz.hpp"
#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"
#include "write_file.hpp"

#include "syncdx/report.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace syncdx::cli {
namespace {

// The engine's options with the rules that were chosen; what is wrong has been told.
std::optional<EngineOptions> engine_options(const RulesChoice& choice) {
  const auto paths = rule_paths(choice);
  if (!paths) {
    complain(paths.error());
    return std::nullopt;
  }
  return EngineOptions{.rule_paths = *paths, .cache_dir = cache_directory(choice.cache)};
}

// A name that is not there is wrong usage; all else is wrong with the rules.
ExitCode refuse_all(const std::vector<Diagnostic>& problems) {
  complain(problems);
  return std::ranges::all_of(problems, [](const auto& problem) { return problem.code == "C007"; }) ? ExitCode::wrong_usage
                                                                                                   : ExitCode::rules_invalid;
}

}  // namespace

ExitCode run(const ListRulesOptions& options) {
  const auto engine = engine_options(options.rules);
  if (!engine) return ExitCode::rules_invalid;
  const auto items = rule_graph::list_items(*engine, options.filter);
  if (!items) return refuse_all(items.error());
  complain_of_cache(items->warnings);
  if (options.looks.format == Format::json) return print(report::rule_list_json(items->value));
  return print(report::rule_list_text(items->value, text_options(options.looks)));
}

ExitCode run(const ShowRuleOptions& options) {
  const auto engine = engine_options(options.rules);
  if (!engine) return ExitCode::rules_invalid;
  const auto items = rule_graph::show_item(*engine, options.id);
  if (!items) return refuse_all(items.error());
  complain_of_cache(items->warnings);
  if (options.looks.format == Format::json) return print(report::rule_items_json(items->value));
  return print(report::rule_items_text(items->value, text_options(options.looks)));
}

ExitCode run(const GraphRulesOptions& options) {
  const auto engine = engine_options(options.rules);
  if (!engine) return ExitCode::rules_invalid;
  auto dot = rule_graph::graph_dot(*engine, options.graph);
  if (!dot) return refuse_all(dot.error());
  complain_of_cache(dot->warnings);
  std::string picture = std::move(dot->value);
  if (options.format == PictureFormat::svg) {
    auto svg = lay_out(picture);
    if (!svg) {
      complain(svg.error());
      return ExitCode::input_unreadable;
    }
    picture = std::move(*svg);
  }
  if (options.out.empty()) return print(picture);
  if (const auto problem = write_files(std::array{FileToWrite{options.out, picture}})) {
    complain(*problem);
    return ExitCode::input_unreadable;
  }
  return ExitCode::ran;
}

}  // namespace syncdx::cli
