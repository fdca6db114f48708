// What a MatchProgram holds; shared by program.cpp and scanner.cpp.
#pragma once

#include "match/block_database.hpp"
#include "match/line_filter.hpp"
#include "match/program.hpp"

#include <re2/re2.h>

#include <mutex>

namespace syncdx::match {

struct MatchProgram::Impl {
  // RE2's form of a pattern, made when it is first needed: start-up has no time for thousands of them.
  struct LazyRegex {
    std::once_flag once;
    std::unique_ptr<const RE2> regex;
  };

  explicit Impl(std::vector<std::string> texts)
      : patterns(std::move(texts)), regexes(std::make_unique<LazyRegex[]>(patterns.size())) {}

  [[nodiscard]] const RE2& regex(PatternIndex pattern) const;

  void use_line_filter_for(std::vector<PatternIndex> chosen);

  std::vector<std::string> patterns;
  std::unique_ptr<LazyRegex[]> regexes;  // one per pattern
  Engine engine = Engine::re2;
  std::optional<BlockDatabase> database;  // reports indices into `patterns`
  std::vector<PatternIndex> filtered;  // ascending: what `filter` looks for: all with RE2, else what is too large for Hyperscan
  std::optional<LineFilter> filter;    // reports indices into `filtered`
  std::vector<PatternIndex> loose;     // ascending: what `database` reports in too many lines; `regex` confirms
};

}  // namespace syncdx::match
