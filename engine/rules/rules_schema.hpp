// The rule language for programs and readers that are not ours, from its table (rules/rule_table.hpp): a JSON Schema, by which
// editors complete and check as one types, and the reference part of engine/doc/rule_language.md. Pure; thread safe.
#pragma once

#include <string>

namespace syncdx::rules {

// JSON Schema, draft-07 (what YAML language servers know best), indented, with a newline at its end. It sees the form of one
// file; what names refer to, patterns and their examples need `syncdx rules check`.
[[nodiscard]] std::string rules_schema();

// One Markdown table for each mapping of a rule file.
[[nodiscard]] std::string rules_reference();

}  // namespace syncdx::rules
