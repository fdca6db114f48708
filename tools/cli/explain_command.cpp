#include "commands.hpp"
#include "load_rules.hpp"
#include "terminal.hpp"

#include "syncdx/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace syncdx::cli {

ExitCode run(const ExplainOptions& options) {
  const auto engine = load_engine(options.rules);
  if (!engine) return ExitCode::rules_invalid;
  if (const auto known = engine->check_platform(options.platform); !known) return refuse(known.error(), ExitCode::wrong_usage);
  const auto query = fmt::format("{}", fmt::join(options.words, " "));
  const auto known = engine->explain(query, options.platform);
  if (options.looks.format == Format::json) return print(report::known_errors_json(query, known));
  return print(report::known_errors_text(query, known, text_options(options.looks)));
}

}  // namespace syncdx::cli
