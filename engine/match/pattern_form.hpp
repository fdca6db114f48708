// From a pattern as an author writes it to what the block engine compiles, with all checks that need no engine.
#pragma once

#include "match/digits.hpp"
#include "match/line_pattern.hpp"
#include "match/program.hpp"

#include <string>
#include <string_view>

namespace syncdx::match {

struct BlockForm {
  std::string text;           // of the pattern blinded to digits (match/digits.hpp)
  bool loose = false;         // matches in more lines than the blinded pattern: RE2 must confirm a hit
  bool tells_digits = false;  // the pattern itself is not blind to digits
};

// The Hyperscan form of `regex` (match/line_pattern.hpp), or what is wrong with it (with PatternProblem::pattern 0).
[[nodiscard]] tl::expected<BlockForm, PatternProblem> block_form(std::string_view regex, std::size_t max_bytes,
                                                                 AtomReader& atoms);

struct DigitForm {
  std::string blinded;                      // the pattern blinded to digits, in RE2's syntax
  std::vector<DigitTriple> needed_triples;  // match/digits.hpp
};

// What must be known of `regex`, which block_form accepts, if it tells digits apart.
[[nodiscard]] DigitForm digit_form(std::string_view regex);

// True if Hyperscan's message says that an expression is right but too large: RE2 then looks for it.
[[nodiscard]] bool is_size_objection(std::string_view message) noexcept;

}  // namespace syncdx::match
