// A part of a pattern that is in every match of it, and is seldom in other lines.
//
// `\borders?\b.{0,40}\b(?:missing|lost)\b` as a whole makes Hyperscan run an automaton from every "order" in a log, and
// ordinary logs are full of them; hundreds of such patterns cost more than all the others. But each of its matches holds
// `\b(?:missing|lost)\b`, which is two rare literals and no automaton. So Hyperscan looks for that factor, and RE2 tries the
// whole pattern on the few kinds of lines that have it (GNU grep's "must" and RE2's prefilter do the same; Navarro & Raffinot,
// Flexible Pattern Matching in Strings, 2002, section 5.4: necessary factors). How rare a factor is can only be guessed: from
// its length, and from how often it occurs in a page of ordinary log lines (ordinary_log.hpp). Tests:
// tests/match/rarest_factor_test.cpp, tests/property/scanner_test.cpp.
#pragma once

#include "match/line_pattern.hpp"

namespace syncdx::match {

struct Factor {
  PatternNode node;
  bool is_whole = true;  // nothing was cut: what it matches, the pattern matches
};

// The rarest factor of `pattern`, or all of it where no cut pays. A line in which `pattern` matches, the factor matches in.
[[nodiscard]] Factor rarest_factor(PatternNode pattern);

// A guess of how many bytes of any log begin a match of `node`, as a share, from its form alone.
[[nodiscard]] double guessed_frequency(const PatternNode& node);

}  // namespace syncdx::match
