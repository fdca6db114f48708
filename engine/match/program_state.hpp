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

  std::vector<std::string> patterns;
  std::unique_ptr<LazyRegex[]> regexes;  // one per pattern
  Engine engine = Engine::re2;
  std::optional<BlockDatabase> database;  // Hyperscan; unset without patterns
  std::vector<PatternIndex> approximate;  // ascending: the database may report them wrongly, RE2 confirms
  std::optional<LineFilter> filter;       // RE2
};

}  // namespace syncdx::match
