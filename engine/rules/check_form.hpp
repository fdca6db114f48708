// The form of a rule file: its tree held against the table of the language (rules/rule_table.hpp). Reports wrong kinds of
// values, unknown, doubled and missing keys, bad ids, words and numbers, and keys that do not go together. What a name refers
// to is the linker's business.
#pragma once

#include "rules/raw_rules.hpp"

namespace syncdx::rules {

void check_form(const YamlNode& root, Problems& problems);

}  // namespace syncdx::rules
