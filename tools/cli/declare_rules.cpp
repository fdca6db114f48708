#include "declare_rules.hpp"
#include "declare.hpp"

namespace syncdx::cli {
namespace {

void declare_rules_check(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<CheckRulesOptions>();
  auto* check = rules.add_subcommand("check", "Show all problems of all rule files at once");
  check->add_option("DIR", options->rules.directories, "Directories or files of rules (default: those that diagnose uses)")
      ->type_name("");
  add_list_format(*check, options->looks);
  check->footer(
      "Examples:\n"
      "  syncdx rules check\n"
      "  syncdx rules check rules/ my-rules/\n\n"
      "Exit status: 0 no errors (there may be warnings); 1 errors.");
  choose(*check, chosen, options);
}

}  // namespace

void declare_rules(CLI::App& app, Command& chosen) {
  auto* rules = app.add_subcommand("rules", "Work on rule files");
  rules->require_subcommand(1);
  declare_rules_check(*rules, chosen);
  declare_rules_list(*rules, chosen);
  declare_rules_show(*rules, chosen);
  declare_rules_graph(*rules, chosen);
  declare_rules_diff(*rules, chosen);
  declare_rules_fit(*rules, chosen);
}

}  // namespace syncdx::cli
