// Error lines in, templates out. Template mining in the manner of Drain (He, Zhu, Zheng & Lyu 2017, "Drain: An Online Log
// Parsing Approach with Fixed Depth Tree", ICWS), with two differences, so that the result depends on the lines only and not on
// their order or on how many threads read them:
//
//   1. Lines are first brought together by their fixed words (gaps/words.hpp), in a map that merges (`MinedLines`).
//   2. The tree (number of words, then the first word) is laid over all distinct word lists at once; within a leaf, lists are
//      parted at the position with the fewest different words, as long as these are few enough to be words of the message and
//      not values (partitioning by positions is IPLoM's idea: Makanju, Zincir-Heywood & Milios 2009, KDD). What is left in one
//      part is one template; positions at which it still differs are variable.
//
// Example: "user ann logged out", "user bob logged out", ... (many names) is one template "user <*> logged out"; "link up on"
// and "link down on" are two. Quality: tests/bench/gaps_quality; order: tests/gaps/mine_test.cpp.
#pragma once

#include "evidence/summary.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncdx::gaps {

// How many different sessions were seen: exact up to `capacity`, an estimate beyond (the k smallest of uniform hashes;
// Bar-Yossef, Jayram, Kumar, Sivakumar & Trevisan 2002, RANDOM, algorithm 1). Merges; the order of adding does not matter.
class SessionCount {
 public:
  static constexpr std::size_t capacity = 256;
  void add(std::uint64_t session_hash);
  void merge(const SessionCount& other);
  [[nodiscard]] std::uint64_t count() const;
  bool operator==(const SessionCount&) const = default;

 private:
  std::vector<std::uint64_t> smallest_;  // ascending, different
};

// Lines with the same fixed words.
struct LineGroup {
  std::string words;  // parted by '\n'
  std::uint64_t lines = 0;
  SessionCount sessions;
  evidence::FirstSamples samples{3};  // the lines themselves, as they were
  void merge(const LineGroup& other);
};

// All groups, in bounded memory: of more than `max_groups` different word lists, those with the smallest hashes are kept, with
// all their lines. So what is kept is a fair sample of the kinds, the same for any order of lines. Not thread safe: one per
// thread, then merged. Some 150 MB at the most.
class MinedLines {
 public:
  static constexpr std::size_t max_groups = 20'000;
  static constexpr std::size_t sample_bytes = std::size_t{2} * 1024;  // of a kept line

  // `message` is what the line says, without its time and level; `session` a hash of the session's key.
  void add(std::string_view message, std::uint64_t session, const evidence::Place& place, std::string_view line);
  void merge(const MinedLines& other);

  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
  [[nodiscard]] bool sampled() const noexcept { return limit_ != no_limit; }
  // The groups, sorted by their words.
  [[nodiscard]] std::vector<const LineGroup*> groups() const;

 private:
  static constexpr std::uint64_t no_limit = ~std::uint64_t{0};
  LineGroup* group_of(std::uint64_t hash, std::string_view words);
  void keep_smallest();

  std::map<std::uint64_t, LineGroup> by_hash_;
  std::unordered_map<std::uint64_t, LineGroup*> index_;
  std::uint64_t limit_ = no_limit;  // groups of larger hashes are not kept
  std::uint64_t lines_ = 0;
  std::vector<std::string_view> scratch_;
  std::string key_;
};

// One kind of line. `words` has an empty word where the template is variable.
struct Template {
  std::vector<std::string> words;
  std::vector<const LineGroup*> groups;  // into the MinedLines, sorted by words
  std::uint64_t lines = 0;
  std::uint64_t sessions = 0;
};

// The templates, most sessions first, then most lines, then by words. `mined` must outlive them.
[[nodiscard]] std::vector<Template> find_templates(const MinedLines& mined);

}  // namespace syncdx::gaps
