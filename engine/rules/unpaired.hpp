// Brackets and quotes that stand alone: a text that lost a character, which is still YAML and still a pattern.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace syncdx::rules {

// Where in a sentence a bracket or a double quote stands that has no other half; nullopt if none does. "1)" and "b)" count
// things and need none. Byte offset.
[[nodiscard]] std::optional<std::size_t> unpaired_in_text(std::string_view text);

// The same for a line of a log, which may be cut off or be one line of many: a bracket may stay open, quotes may stay open
// behind it, and a closing bracket between blanks is spoken of ("unexpected token } in JSON").
[[nodiscard]] std::optional<std::size_t> unpaired_in_line(std::string_view line);

// Where in an RE2 expression a bracket stands that RE2 takes for itself, though it looks like half a set or a repeat: `]`, `}`
// or `{`. nullopt if none does; so does an expression that is none. Byte offset.
[[nodiscard]] std::optional<std::size_t> unpaired_in_pattern(std::string_view regex);

}  // namespace syncdx::rules
