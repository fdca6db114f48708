// A pattern in a form that cannot be read in two ways, and that cannot match across lines.
//
// RE2 and Hyperscan read the same characters differently (`\s` and `\v`, `\h`, `(?x)`, high bytes under (?i), `$`, `.`), and
// Hyperscan sees many lines at once, where `\s` or `[^x]` would also eat the newline. So a pattern is parsed here as RE2 reads
// it, every atom becomes the set of bytes that RE2 says it stands for, without the newline, and `^ \A $ \z` become line
// borders. What is printed for Hyperscan has only byte sets, groups, repeats, choices and four assertions; a match of it lies
// in one line and is a match of the original in that line, and the other way round. Example: `(?i)a\s[^x]\z` is printed as
// `[Aa][\x09\x0c\x0d\x20][^\x0ax]$`. Works on what RE2 accepted only. Second use: as only the existence of a match in a line
// counts, whatever may be empty at either end is dropped (`foo.*` becomes `foo`), which spares Hyperscan a report for every
// byte up to the line's end. Tests: tests/match/line_pattern_test.cpp, tests/property/scanner_test.cpp.
#pragma once

#include "match/byte_set.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::match {

// One node of a parsed pattern. A tree of values.
struct PatternNode {
  enum class Kind { bytes, line_begin, line_end, word_border, no_word_border, sequence, choice, repeat };
  static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

  Kind kind = Kind::sequence;
  ByteSet bytes{};                      // bytes: never empty, never holds the newline
  std::vector<PatternNode> children{};  // sequence and choice: any number; repeat: one
  std::size_t at_least = 0;             // repeat
  std::size_t at_most = 0;              // repeat
};

// Why a pattern that RE2 accepts cannot be used here, and the byte offset in the pattern.
struct ShapeProblem {
  std::string message;
  std::size_t offset = 0;
};

// Parses `regex`, which RE2 must accept.
[[nodiscard]] tl::expected<PatternNode, ShapeProblem> parse_line_pattern(std::string_view regex, AtomReader& atoms);

// Number of bytes of the shortest match, 0 if the empty string (anywhere) is one.
[[nodiscard]] std::size_t shortest_match(const PatternNode& node) noexcept;

// The same pattern as far as "does it match somewhere in the line" goes, without what may be empty at its ends.
[[nodiscard]] PatternNode without_open_ends(PatternNode node);

// The pattern in Hyperscan's syntax, for HS_FLAG_MULTILINE and no other flag.
[[nodiscard]] std::string to_hyperscan(const PatternNode& node);

}  // namespace syncdx::match
