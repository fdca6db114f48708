#include "check_rules_command.hpp"
#include "declare.hpp"
#include "declare_rules.hpp"

namespace syncdx::cli {
namespace {

const std::map<std::string, CheckFormat> formats{
    {"text", CheckFormat::text}, {"json", CheckFormat::json}, {"sarif", CheckFormat::sarif}};

void add_directories(CLI::App& command, RulesChoice& rules) {
  command.add_option("DIR", rules.directories, "Directories or files of rules (default: those that diagnose uses)")
      ->type_name("");
}

}  // namespace

void declare_rules_check(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<CheckRulesOptions>();
  auto* check = rules.add_subcommand("check", "Show all problems of all rule files at once");
  add_directories(*check, options->rules);
  check
      ->add_option_function<std::string>(
          "--format", [options](const std::string& name) { options->format = formats.at(name); },
          "json, sarif, text (default: text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "sarif"}).description(""));
  check->add_flag_callback(
      "--fix", [options] { options->fixes = Fixes::applied; },
      "Change the files where it is safe: slips of the pen near to one right\nword, entries that stand twice, missing quotes");
  check->footer(
      "Examples:\n"
      "  syncdx rules check\n"
      "  syncdx rules check rules/ my-rules/\n"
      "  syncdx rules check --fix my-rules/\n"
      "  syncdx rules check --format sarif rules > rules.sarif\n\n"
      "Exit status: 0 no errors (there may be warnings); 1 errors.");
  choose(*check, chosen, options);
}

void declare_rules_explain(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<ExplainCodeOptions>();
  auto* command = rules.add_subcommand("explain", "Say what the code of a problem means and what to do");
  command->add_option("CODE", options->code, "A code such as R103, or its name")->required()->type_name("");
  command->footer("Examples:\n  syncdx rules explain R103\n  syncdx rules explain indistinguishable_causes");
  choose(*command, chosen, options);
}

void declare_rules_fmt(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<FormatRulesOptions>();
  auto* command = rules.add_subcommand("fmt", "Put rule files into canonical order and layout; comments are kept");
  add_directories(*command, options->rules);
  command->add_flag_callback(
      "--check", [options] { options->formatting = Formatting::checked; },
      "Change nothing; list the files that would change, exit 1 if there are any");
  command->footer("Examples:\n  syncdx rules fmt my-rules/\n  syncdx rules fmt --check rules/");
  choose(*command, chosen, options);
}

void declare_rules_schema(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<RulesSchemaOptions>();
  auto* command = rules.add_subcommand("schema", "Print the JSON Schema of rule files, for editors");
  command->footer(
      "An editor with a YAML language server completes and checks a file that begins with\n"
      "  # yaml-language-server: $schema=rules.schema.json\n\n"
      "Examples:\n  syncdx rules schema > my-rules/rules.schema.json");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
