#include "commands.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace syncdx::cli {
namespace {

std::string counted(std::ptrdiff_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string list_of(const std::vector<Diagnostic>& problems) {
  std::string text;
  for (const auto& problem : problems) text += repair_utf8(to_text(problem)) + "\n";
  const auto errors = std::ranges::count(problems, Severity::error, &Diagnostic::severity);
  const auto warnings = std::ranges::count(problems, Severity::warning, &Diagnostic::severity);
  return text + fmt::format("{}, {}\n", counted(errors, "error"), counted(warnings, "warning"));
}

}  // namespace

ExitCode run(const CheckRulesOptions& options) {
  const auto paths = rule_paths(options.rules);
  if (!paths) {
    complain(paths.error());
    return ExitCode::rules_invalid;
  }
  const auto problems = check_rules(*paths);
  const bool failed = std::ranges::any_of(problems, [](const auto& problem) { return problem.severity == Severity::error; });
  const auto exit_code = failed ? ExitCode::check_failed : ExitCode::ran;
  return print(options.looks.format == Format::json ? report::problems_json(problems) : list_of(problems), exit_code);
}

}  // namespace syncdx::cli
