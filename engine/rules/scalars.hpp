// How a single value of a rule file is read from its text: numbers, ids, probabilities as words. Pure; thread safe.
#pragma once

#include "rules/words.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace syncdx::rules {

// Lower-case letters, digits and underscores, beginning with a letter.
[[nodiscard]] bool is_id(std::string_view text) noexcept;

// An id of the troubleshooting guide: A1, A1s1, B12, C3c2: letter, number, and perhaps s, c or x and a number.
[[nodiscard]] bool is_guide_id(std::string_view text) noexcept;

// A finite decimal number, all of the text; a leading + is allowed.
[[nodiscard]] std::optional<double> parse_number(std::string_view text) noexcept;

// A probability: a word of `table`, or a number in [0, 1].
[[nodiscard]] std::optional<double> read_share(std::string_view text, std::span<const NumberWord> table) noexcept;

}  // namespace syncdx::rules
