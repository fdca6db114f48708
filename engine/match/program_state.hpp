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

// How hits of a pattern are found.
struct PatternTraits {
  bool loose = false;                       // BlockForm::loose
  Telling tells;                            // BlockForm::telling
  std::vector<DigitTriple> needed_triples;  // BlockForm::needed_triples
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
        blinded(std::make_unique<LazyRegex[]>(patterns.size())),
        traits(patterns.size()) {}

  [[nodiscard]] const RE2& regex(PatternIndex pattern) const;
  // pattern_form.hpp; null if RE2 finds it too large.
  [[nodiscard]] const RE2* blinded_regex(PatternIndex pattern, Ids ids) const;

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
  std::vector<PatternTraits> traits;   // one per pattern
};

}  // namespace syncdx::match
