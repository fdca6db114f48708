#include "rules_test_command.hpp"

#include "places.hpp"
#include "terminal.hpp"
#include "watch_files.hpp"

#include "base/text.hpp"
#include "syncdx/rule_tests.hpp"

#include <filesystem>
#include <system_error>

namespace syncdx::cli {
namespace {

// Beside the rules, else here.
std::vector<std::string> default_case_paths(const std::vector<std::string>& rules) {
  auto paths = case_paths_beside(rules);
  std::error_code error;
  if (paths.empty() && std::filesystem::is_directory("tests/cases", error)) paths.emplace_back("tests/cases");
  return paths;
}

std::string printed(const rule_tests::TestRun& run, const TestRulesOptions& options) {
  switch (options.format) {
    case TestFormat::json:
      return rule_tests::to_json(run);
    case TestFormat::junit:
      return rule_tests::to_junit(run);
    case TestFormat::text:
      break;
  }
  return repair_utf8(rule_tests::to_text(run, options.verbose ? rule_tests::Detail::every_case : rule_tests::Detail::failures));
}

ExitCode test_once(const rule_tests::TestOptions& tests, const TestRulesOptions& options) {
  const auto run = rule_tests::run_tests(tests);
  if (!run) {
    complain(run.error());
    return ExitCode::rules_invalid;
  }
  const auto exit_code = rule_tests::passed(run->value) ? ExitCode::ran : ExitCode::check_failed;
  return print(printed(run->value, options), exit_code);
}

}  // namespace

ExitCode run(const TestRulesOptions& options) {
  const auto paths = rule_paths(options.rules);
  if (!paths) {
    complain(paths.error());
    return ExitCode::rules_invalid;
  }
  rule_tests::TestOptions tests{.rule_paths = *paths,
                                .case_paths = options.cases.empty() ? default_case_paths(*paths) : options.cases,
                                .cache_dir = cache_directory(options.rules.cache),
                                .threads = options.threads == 0 ? default_threads() : options.threads,
                                .most_mutants = options.mutants,
                                .seed = options.seed};
  if (tests.case_paths.empty()) {
    complain({.code = "T001",
              .message = "no case files were found",
              .help = "name them, or put them into tests/cases beside the rules: syncdx rules test tests/cases --rules rules"});
    return ExitCode::input_unreadable;
  }
  if (!options.of.empty() && !options.coverage && !options.mutate) {
    complain({.code = "C001",
              .message = "--of needs --coverage or --mutate",
              .help = "syncdx rules test --help shows what there is"});
    return ExitCode::wrong_usage;
  }
  const auto of = named_rules(options.of);
  if (!of) {
    complain(of.error());
    return ExitCode::rules_invalid;
  }
  tests.of = *of;
  if (options.coverage) tests.extra = rule_tests::TestOptions::Extra::coverage;
  if (options.mutate) tests.extra = rule_tests::TestOptions::Extra::mutation;
  auto exit_code = test_once(tests, options);
  if (!options.watch) return exit_code;
  auto watched = tests.rule_paths;
  watched.insert(watched.end(), tests.case_paths.begin(), tests.case_paths.end());
  FileWatch watch(watched);
  while (watch.wait_for_change()) {
    (void)print("\n---- changed ----\n");
    exit_code = test_once(tests, options);
  }
  return exit_code;
}

}  // namespace syncdx::cli
