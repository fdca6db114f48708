#include "commands.hpp"
#include "load_rules.hpp"
#include "terminal.hpp"

#include "syncdx/report.hpp"

namespace syncdx::cli {

ExitCode run(const ExplainOptions& options) {
  const auto engine = load_engine(options.rules);
  if (!engine) return ExitCode::rules_invalid;
  const auto known = engine->explain(options.query, options.platform);
  if (options.looks.format == Format::json) return print(report::known_errors_json(options.query, known));
  return print(report::known_errors_text(options.query, known, text_options(options.looks)));
}

}  // namespace syncdx::cli
