// The subcommands of `syncdx rules`, each declared in a file of its own.
#pragma once

#include "declare.hpp"

namespace syncdx::cli {

void declare_rules_list(CLI::App& rules, Command& chosen);
void declare_rules_show(CLI::App& rules, Command& chosen);
void declare_rules_graph(CLI::App& rules, Command& chosen);
void declare_rules_check(CLI::App& rules, Command& chosen);
void declare_rules_explain(CLI::App& rules, Command& chosen);
void declare_rules_fmt(CLI::App& rules, Command& chosen);
void declare_rules_schema(CLI::App& rules, Command& chosen);
void declare_rules_new(CLI::App& rules, Command& chosen);
void declare_rules_draft(CLI::App& rules, Command& chosen);
void declare_rules_diff(CLI::App& rules, Command& chosen);
void declare_rules_test(CLI::App& rules, Command& chosen);
void declare_rules_fit(CLI::App& rules, Command& chosen);

}  // namespace syncdx::cli
