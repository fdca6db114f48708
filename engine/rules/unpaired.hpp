// Brackets and quotes that stand alone: a text that lost a character, which is still YAML and still a pattern. Linear time.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace syncdx::rules {

// Where in a sentence a bracket or a double quote stands that has no other half; nullopt if none does. Left out of account is
// what is only spoken of: what stands between quotes or backquotes, a closing bracket behind a blank ("unexpected } in JSON");
// and "1)", "b)", "iv)", "1.)", which count things; and 27" for inches. Any closing bracket closes any opening one, as in
// [0, 1). Byte offset.
[[nodiscard]] std::optional<std::size_t> unpaired_in_text(std::string_view text);

// Where in a line of a log the last double quote stands, if it holds JSON with an odd number of them and is not cut off (it
// ends in a bracket). Lines hold all kinds of things, so nothing else is looked at. Byte offset.
[[nodiscard]] std::optional<std::size_t> unpaired_in_line(std::string_view line);

// Where in an RE2 expression a bracket stands that RE2 takes for itself, though it looks like half a set or a repeat: `]`, `}`
// or `{`. nullopt if none does; so does an expression that is none. Byte offset.
[[nodiscard]] std::optional<std::size_t> unpaired_in_pattern(std::string_view regex);

}  // namespace syncdx::rules
