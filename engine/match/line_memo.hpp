// Remembers what matches a kind of line: lines that differ in digits only, each digit in its place, are one kind, and patterns
// that are blind to digits (match/digits.hpp) match all lines of a kind or none. For those that tell digits apart, it remembers
// that they may match.
//
// A log is written by few print statements, so nearly all its lines are of kinds seen before, and looking one up costs a tenth
// of scanning it. (Log parsers build on the same fact: He et al., Drain: An Online Log Parsing Approach with Fixed Depth Tree,
// ICWS 2017.) Exact: kinds are compared byte by byte, never by hash alone. Tests: tests/match/line_memo_test.cpp.
#pragma once

#include "match/program.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::match {

// Writes `text` into `kinds`, of the same length, with '0' in place of every digit.
void write_kinds(std::string_view text, std::string& kinds);

// For one thread.
class LineMemo {
 public:
  struct Found {
    LineKind kind;
    bool is_new;  // not seen before: its patterns are to be set, if it has any
  };

  // Ascending. Valid until patterns are set again.
  struct Patterns {
    std::span<const PatternIndex> certain;   // match each line of the kind
    std::span<const PatternIndex> possible;  // match some lines that differ in digits only, but perhaps not these
  };

  // `text`: a line as write_kinds gives it.
  [[nodiscard]] Found find(std::string_view text);

  // A kind that will not be found again.
  [[nodiscard]] LineKind add_unnamed();

  // At most once for each kind.
  void set_patterns(LineKind kind, const Patterns& patterns);

  [[nodiscard]] Patterns patterns(LineKind kind) const noexcept;

  // Forgets all where it has grown beyond `max_kinds` or `max_bytes`; kinds found before are not valid any more.
  void forget_if_full();

  static constexpr std::size_t max_kinds = std::size_t{1} << 16;
  static constexpr std::size_t max_bytes = std::size_t{8} << 20;

 private:
  struct Entry {
    std::uint64_t hash;
    std::size_t begin;  // of its text
    std::size_t size;
    std::uint32_t first_pattern = 0;
    std::uint32_t certain = 0;  // as many of the patterns from there on, and then as many:
    std::uint32_t possible = 0;
  };
  using EntryIndex = std::uint32_t;
  static constexpr EntryIndex no_entry = ~EntryIndex{0};

  void grow();

  std::vector<EntryIndex> slots_;  // open addressing, linear probing; a power of two, at most half full
  std::vector<Entry> entries_;
  LineKind first_kind_ = no_kind + 1;  // of the first entry; those of the others follow
  std::string texts_;
  std::vector<PatternIndex> patterns_;
};

}  // namespace syncdx::match
