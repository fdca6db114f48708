// What a MatchProgram holds; shared by program.cpp and scanner.cpp.
#pragma once

#include "match/block_database.hpp"
#include "match/digits.hpp"
#include "match/line_filter.hpp"
#include "match/program.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <mutex>

namespace syncdx::match {

struct MatchProgram::Impl {
  // RE2's form of a pattern, made when it is first needed: start-up has no time for thousands of them.
  struct LazyRegex {
    std::once_flag once;
    std::unique_ptr<const RE2> regex;
  };

  explicit Impl(std::vector<std::string> texts)
      : patterns(std::move(texts)),
        regexes(std::make_unique<LazyRegex[]>(patterns.size())),
        digits(std::make_unique<LazyDigits[]>(patterns.size())) {}

  // The same for what is asked of a pattern that tells digits apart.
  struct LazyDigits {
    std::once_flag once;
    std::unique_ptr<const RE2> blinded;
    std::vector<DigitTriple> needed_triples;  // match/digits.hpp
  };

  [[nodiscard]] const RE2& regex(PatternIndex pattern) const;
  [[nodiscard]] const LazyDigits& digits_of(PatternIndex pattern) const;
  [[nodiscard]] bool tells_digits(PatternIndex pattern) const { return std::ranges::binary_search(telling, pattern); }

  void use_line_filter_for(std::vector<PatternIndex> chosen);

  std::vector<std::string> patterns;
  std::unique_ptr<LazyRegex[]> regexes;  // one per pattern
  std::unique_ptr<LazyDigits[]> digits;  // one per pattern
  Engine engine = Engine::re2;
  std::optional<BlockDatabase> database;  // of all patterns, blinded to digits; reports indices into `patterns`
  std::vector<PatternIndex> filtered;  // ascending: what `filter` looks for: all with RE2, else what is too large for Hyperscan
  std::optional<LineFilter> filter;    // reports indices into `filtered`
  std::vector<PatternIndex> loose;     // ascending: what `database` reports in too many lines; RE2 confirms
  std::vector<PatternIndex> telling;   // ascending: those that are not blind to digits
};

}  // namespace syncdx::match
