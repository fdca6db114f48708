// From a pattern as an author writes it to what the block engine compiles, with all checks that need no engine.
#pragma once

#include "match/digits.hpp"
#include "match/line_pattern.hpp"
#include "match/program.hpp"

#include <string>
#include <string_view>

namespace syncdx::match {

// What a pattern tells apart among lines of one kind (match/line_memo.hpp). Of neither: it hits all lines of a kind or none.
struct Telling {
  bool digits = false;
  bool ids = false;

  [[nodiscard]] bool any() const noexcept { return digits || ids; }
};

struct BlockForm {
  std::string text;                         // of the pattern blinded to what it tells apart
  bool loose = false;                       // matches in more lines than the blinded pattern: RE2 must confirm a hit
  Telling telling;                          // of the pattern itself
  std::vector<DigitTriple> needed_triples;  // match/digits.hpp; of a pattern that tells anything apart
};

// The Hyperscan form of `regex` (match/line_pattern.hpp), or what is wrong with it (with PatternProblem::pattern 0).
[[nodiscard]] tl::expected<BlockForm, PatternProblem> block_form(std::string_view regex, std::size_t max_bytes,
                                                                 AtomReader& atoms);

// `regex`, which block_form accepts, blinded to digits, and to ids if the lines hold some, in RE2's syntax.
enum class Ids { none, some };
[[nodiscard]] std::string blinded_regex(std::string_view regex, Ids ids, AtomReader& atoms);

// True if Hyperscan's message says that an expression is right but too large: RE2 then looks for it.
[[nodiscard]] bool is_size_objection(std::string_view message) noexcept;

}  // namespace syncdx::match
