// What a MatchProgram holds; shared by program.cpp and scanner.cpp.
#pragma once

#include "match/block_database.hpp"
#include "match/line_filter.hpp"
#include "match/pattern_form.hpp"
#include "match/program.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <mutex>

namespace syncdx::match {

// A pattern that does not match all lines of a kind or none.
struct TellingPattern {
  PatternIndex pattern = 0;
  Telling tells;
  std::vector<DigitTriple> needed_triples;  // match/digits.hpp
};

struct MatchProgram::Impl {
  // RE2's forms of a pattern, made when first needed: start-up has no time for thousands of them.
  struct LazyRegex {
    std::once_flag once;
    std::unique_ptr<const RE2> regex;
  };

  explicit Impl(std::vector<std::string> texts)
      : patterns(std::move(texts)),
        regexes(std::make_unique<LazyRegex[]>(patterns.size())),
        digit_blinded(std::make_unique<LazyRegex[]>(patterns.size())),
        blinded(std::make_unique<LazyRegex[]>(patterns.size())) {}

  [[nodiscard]] const RE2& regex(PatternIndex pattern) const;
  [[nodiscard]] const RE2& blinded_regex(PatternIndex pattern, Ids ids) const;  // pattern_form.hpp
  [[nodiscard]] bool is_loose(PatternIndex pattern) const { return std::ranges::binary_search(loose, pattern); }

  // Null if the pattern tells nothing apart.
  [[nodiscard]] const TellingPattern* telling_of(PatternIndex pattern) const {
    const auto found = std::ranges::lower_bound(telling, pattern, {}, &TellingPattern::pattern);
    return found != telling.end() && found->pattern == pattern ? &*found : nullptr;
  }

  [[nodiscard]] bool tells_ids(PatternIndex pattern) const {
    const auto* tells = telling_of(pattern);
    return tells != nullptr && tells->tells.ids;
  }

  // match/digits.hpp; empty if none are known.
  [[nodiscard]] std::span<const DigitTriple> needed_triples(PatternIndex pattern) const {
    const auto* tells = telling_of(pattern);
    return tells == nullptr ? std::span<const DigitTriple>() : tells->needed_triples;
  }

  void use_line_filter_for(std::vector<PatternIndex> chosen);

  std::vector<std::string> patterns;
  mutable std::mutex atoms_mutex;
  mutable AtomReader atoms;  // for blinded_regex
  // One per pattern.
  std::unique_ptr<LazyRegex[]> regexes;
  std::unique_ptr<LazyRegex[]> digit_blinded;
  std::unique_ptr<LazyRegex[]> blinded;
  Engine engine = Engine::re2;
  std::optional<BlockDatabase> database;  // of all patterns, blinded (pattern_form.hpp); reports indices into `patterns`
  std::vector<PatternIndex> filtered;  // ascending: what `filter` looks for: all with RE2, else what is too large for Hyperscan
  std::optional<LineFilter> filter;    // reports indices into `filtered`
  std::vector<PatternIndex> loose;     // ascending: what `database` reports in too many lines; RE2 confirms
  std::vector<TellingPattern> telling;  // ascending
};

}  // namespace syncdx::match
