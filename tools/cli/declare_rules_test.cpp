#include "declare_rules.hpp"
#include "rules_test_command.hpp"

namespace syncdx::cli {

void declare_rules_test(CLI::App& rules, Command& chosen) {
  static const std::map<std::string, TestFormat> formats{
      {"text", TestFormat::text}, {"json", TestFormat::json}, {"junit", TestFormat::junit}};
  const auto options = std::make_shared<TestRulesOptions>();
  auto* command = rules.add_subcommand("test", "Run the rules' own tests");
  command
      ->add_option("CASES", options->cases,
                   "Case files or directories with them (default: tests/cases beside the\n"
                   "rules, and files that end in .cases.yaml among them)")
      ->type_name("");
  add_rules(*command, options->rules);
  command
      ->add_option_function<std::string>(
          "--format", [options](const std::string& name) { options->format = formats.at(name); },
          "json, junit, text (default: text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"json", "junit", "text"}).description(""));
  command->add_flag("--verbose", options->verbose, "Show the cases that pass, too");
  auto* coverage =
      command->add_flag("--coverage", options->coverage, "Also say which parts of the rules no case exercises, and why");
  auto* mutate =
      command->add_flag("--mutate", options->mutate, "Also break the rules in many small ways and see whether a test notices");
  mutate->excludes(coverage);
  command
      ->add_option("--of", options->of,
                   "Coverage or mutants of the rules in this file or directory only;\nmay be repeated (default: of all rules)")
      ->allow_extra_args(false)
      ->type_name("PATH");
  add_whole_number(*command, "--mutants", "Only so many, drawn at random (default: all)", options->mutants, {1, UINT32_MAX})
      ->type_name("N")
      ->needs(mutate);
  add_whole_number(*command, "--seed", "Of that draw (default: 1)", options->seed, {0, UINT64_MAX})
      ->type_name("N")
      ->needs(mutate);
  command->add_flag("--watch", options->watch, "Run again whenever a rule or case file changes; Ctrl-C ends");
  add_threads(*command, options->threads);
  command->footer(
      "A case file:\n"
      "  platform: shopify\n"
      "  cases:\n"
      "    - case: the token was refused\n"
      "      log: ERROR 401 Unauthorized\n"
      "      expect: {issue: authentication_error, not: [missing_scope]}\n\n"
      "Examples:\n"
      "  syncdx rules test\n"
      "  syncdx rules test tests/cases/shopify --rules rules --verbose\n"
      "  syncdx rules test --coverage\n"
      "  syncdx rules test my-rules --rules installed --rules my-rules --coverage --of my-rules\n"
      "  syncdx rules test --mutate --mutants 200\n"
      "  syncdx rules test --format junit > results.xml\n\n"
      "Exit status: 0 all cases passed; 1 some did not; 3 rules or case files invalid; 4 no case files.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
