#include "declare_rules.hpp"
#include "declare.hpp"

namespace syncdx::cli {

void declare_rules(CLI::App& app, Command& chosen) {
  auto* rules = app.add_subcommand("rules", "Work on rule files");
  rules->require_subcommand(1);
  declare_rules_check(*rules, chosen);
  declare_rules_explain(*rules, chosen);
  declare_rules_fmt(*rules, chosen);
  declare_rules_schema(*rules, chosen);
  declare_rules_test(*rules, chosen);
  declare_rules_new(*rules, chosen);
  declare_rules_draft(*rules, chosen);
  declare_rules_list(*rules, chosen);
  declare_rules_show(*rules, chosen);
  declare_rules_graph(*rules, chosen);
  declare_rules_diff(*rules, chosen);
  declare_rules_fit(*rules, chosen);
}

}  // namespace syncdx::cli
