// What a pattern knows of digits.
//
// `order \d+ refused` is blind to them: if it matches a line, it matches the same line with other digits in the same places,
// and the other way round. `HTTP 429` and `[1-9]\d* rows` tell digits apart; with `\d` in place of these digits they, too,
// would be blind, and would match whatever they match now. Lines of a log that differ in digits only (times, ids, amounts) are
// one kind of line to what is blind; match/line_memo.hpp. Why it holds: such a pattern is built of byte sets that hold all ten
// digits or none, and of assertions that ask only whether a byte is part of a word, which all digits are; so each path through
// its automaton that takes the one line takes the other. Tests: tests/match/line_memo_test.cpp,
// tests/property/scanner_test.cpp.
#pragma once

#include "match/line_pattern.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace syncdx::match {

[[nodiscard]] bool is_digit_blind(const PatternNode& node) noexcept;

// The same pattern with all digits wherever it takes some.
[[nodiscard]] PatternNode digit_blinded(PatternNode node);

// Three digits next to each other, as a number: 0 to 999.
using DigitTriple = std::uint16_t;
inline constexpr std::size_t triple_count = 1000;

// Triples of which each match of `node` holds one, ascending; empty if none or too many can be named. A line without any of
// them the pattern does not match. `HTTP (?:429|50[34])` needs 429, 503 or 504.
[[nodiscard]] std::vector<DigitTriple> needed_triples(const PatternNode& node);

// The triples that a line holds.
[[nodiscard]] std::bitset<triple_count> triples_of(std::string_view line) noexcept;

}  // namespace syncdx::match
