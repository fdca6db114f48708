// Rule files in canonical order and layout (`syncdx rules fmt`): keys in the order of the language's table, two blanks a level,
// no trailing blanks, at most one empty line. Comments stay with what they stand above. What a value says, and how it is quoted
// or broken, is left as it is.
#pragma once

#include <string>
#include <string_view>

namespace syncdx::rules {

// The laid-out text. It means the same: where that cannot be shown (the text is no YAML, or of a shape that the layout does not
// understand), the text comes back unchanged. Laying out twice changes nothing. Pure; thread safe.
[[nodiscard]] std::string format_rules(std::string_view text);

}  // namespace syncdx::rules
