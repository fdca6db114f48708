#include "diff_rules_command.hpp"

#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "syncdx/report.hpp"
#include "syncdx/rule_changes.hpp"

#include <optional>
#include <utility>

namespace syncdx::cli {

ExitCode run(const DiffRulesOptions& options) {
  std::optional<evaluate::LabelledCases> cases;
  if (!options.cases.empty()) {
    auto read = evaluate::read_cases(options.cases);
    if (!read) {
      complain(read.error());
      return ExitCode::input_unreadable;
    }
    complain(read->problems);
    cases = std::move(*read);
  }
  const auto before = named_rules({options.before});
  const auto after = named_rules({options.after});
  for (const auto* paths : {&before, &after}) {
    if (*paths) continue;
    complain(paths->error());
    return ExitCode::rules_invalid;
  }
  const auto tests = options.tests.empty() && !cases ? case_paths_beside(*after) : options.tests;
  const auto cache = cache_directory(options.cache);
  const auto workload = cases ? Workload::any : Workload::few_lines;
  const auto changes = rule_changes::compare_rules(
      {.rule_paths = *before, .cache_dir = cache, .workload = workload},
      {.rule_paths = *after, .cache_dir = cache, .workload = workload}, cases ? &*cases : nullptr,
      {.run = {.threads = options.threads == 0 ? default_threads() : options.threads, .platforms = options.platforms},
       .test_paths = tests,
       .least_change = options.least_change});
  if (!changes) {
    complain(changes.error());
    return ExitCode::rules_invalid;
  }
  complain_of_cache(changes->warnings);
  complain(changes->value.problems);
  const bool incomplete = !options.tests.empty() && !changes->value.problems.empty();
  const auto exit_code = incomplete ? ExitCode::rules_invalid : ExitCode::ran;
  if (options.looks.format == Format::json) return print(report::rule_changes_json(changes->value), exit_code);
  return print(report::rule_changes_text(changes->value, text_options(options.looks)), exit_code);
}

}  // namespace syncdx::cli
