// Remembers what matches a kind of line. Lines are of one kind if they differ only in digits, each in its place, and in id runs
// of the same length in the same places. Patterns that are blind to both (match/digits.hpp, match/id_runs.hpp) match all lines
// of a kind or none. Of those that are not, it remembers that they may match.
//
// A log is written by few print statements, so nearly all its lines are of kinds seen before, and looking one up costs a tenth
// of scanning it. (Log parsers build on the same fact: He et al., Drain: An Online Log Parsing Approach with Fixed Depth Tree,
// ICWS 2017.) Exact: kinds are compared byte by byte, never by hash alone. Tests: tests/match/line_memo_test.cpp.
#pragma once

#include "match/program.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::match {

// Writes `text` into `kinds`, of the same length: a 0 in place of each digit, and the same run in place of all id runs of a
// length.
void write_kinds(std::string_view text, std::string& kinds);

// For one thread.
class LineMemo {
 public:
  struct Found {
    LineKind kind;
    bool is_new;  // not seen before: its patterns are to be set, if it has any
  };

  // Ascending. Valid until patterns are set or erased, or all is forgotten.
  struct Patterns {
    std::span<const PatternIndex> certain;   // match each line of the kind
    std::span<const PatternIndex> possible;  // match some lines of it, it may be
  };

  // `text`: a line as write_kinds gives it.
  [[nodiscard]] Found find(std::string_view text);

  // A kind that will not be found again.
  [[nodiscard]] LineKind add_unnamed();

  // At most once for each kind.
  void set_patterns(LineKind kind, const Patterns& patterns);

  [[nodiscard]] Patterns patterns(LineKind kind) const noexcept;

  // Counts one more line of the kind; returns how many there were.
  [[nodiscard]] std::uint32_t count_use(LineKind kind) { return ++entries_[kind - first_kind_].uses; }

  // Takes away those possible patterns for which `impossible` is true.
  template <typename Impossible>
  void erase_possible(LineKind kind, Impossible impossible) {
    auto& entry = entries_[kind - first_kind_];
    const auto possible = std::span(patterns_).subspan(std::size_t{entry.first_pattern} + entry.certain, entry.possible);
    const auto kept = std::remove_if(possible.begin(), possible.end(), impossible);
    entry.possible = static_cast<std::uint32_t>(kept - possible.begin());
  }

  // Kinds found before are not valid any more.
  void forget();

  // Where it has grown beyond `max_kinds`, `max_patterns` or `max_bytes`.
  void forget_if_full();

  static constexpr std::size_t max_kinds = std::size_t{1} << 16;
  static constexpr std::size_t max_patterns = std::size_t{1} << 20;
  static constexpr std::size_t max_bytes = std::size_t{8} << 20;

 private:
  struct Entry {
    std::uint64_t hash;
    std::size_t begin;  // of its text
    std::size_t size;
    std::uint32_t first_pattern = 0;
    std::uint32_t certain = 0;  // as many of the patterns from there on, and then as many:
    std::uint32_t possible = 0;
    std::uint32_t uses = 0;
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
