// The commands of those who test rules.
#pragma once

#include "options.hpp"

namespace CLI {
class App;
}

namespace syncdx::cli {

void declare_rules_test(CLI::App& rules, Command& chosen);

}  // namespace syncdx::cli
