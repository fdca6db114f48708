// The portable engine: which patterns match one line. FilteredRE2 says which literals each pattern needs; these are looked for
// first (LiteralFinder), and only the patterns that may match are run by RE2.
#pragma once

#include "match/literal_finder.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class FilteredRE2;
class RE2;
}  // namespace re2

namespace syncdx::match {

// Immutable; safe from many threads.
class LineFilter {
 public:
  // `patterns` must be ones that check_pattern accepts.
  explicit LineFilter(std::span<const std::string> patterns);
  LineFilter(LineFilter&&) noexcept;
  LineFilter& operator=(LineFilter&&) noexcept;
  ~LineFilter();

  // The indices of the patterns that match somewhere in `line`, ascending.
  [[nodiscard]] std::vector<int> matches(std::string_view line) const;

 private:
  std::unique_ptr<re2::FilteredRE2> filter_;  // null without patterns
  std::optional<LiteralFinder> literals_;
};

}  // namespace syncdx::match
