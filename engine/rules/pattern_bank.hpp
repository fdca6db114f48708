// All patterns of a rule set, each compiled once, and the few that may match a line found without trying them all: RE2's
// prefilter says which short texts a match must hold, and those are looked up by their first bytes (Cox 2010, "Regular
// Expression Matching in the Wild": required substrings). So holding every example against every pattern takes time in
// proportion to the examples, not to their product with the patterns. Built once, then immutable; const access is thread safe.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {

class PatternBank {
 public:
  PatternBank();
  ~PatternBank();
  PatternBank(PatternBank&&) noexcept;
  PatternBank& operator=(PatternBank&&) noexcept;

  // The pattern's number, the same for the same text; nullopt if RE2 refuses it. Not after `seal`.
  [[nodiscard]] std::optional<std::size_t> add(const std::string& regex);

  // Ends the adding; once, before `hits`.
  void seal();

  // The numbers of the patterns that match somewhere in `line`, ascending.
  [[nodiscard]] std::vector<std::size_t> hits(std::string_view line) const;

  // Where the pattern's first match begins.
  [[nodiscard]] std::optional<std::size_t> find(std::size_t pattern, std::string_view line) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::rules
