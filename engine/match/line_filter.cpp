#include "match/line_filter.hpp"

#include "base/ascii.hpp"
#include "match/regex_options.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>

namespace syncdx::match {
namespace {

// Shorter literals occur in nearly every line and filter nothing.
constexpr int shortest_literal = 3;

}  // namespace

LineFilter::LineFilter(std::span<const std::string> patterns) {
  if (patterns.empty()) return;
  filter_ = std::make_unique<re2::FilteredRE2>(shortest_literal);
  for (const auto& pattern : patterns) {
    int index = 0;
    (void)filter_->Add(pattern, regex_options(), &index);
  }
  std::vector<std::string> literals;
  filter_->Compile(&literals);
  literals_.emplace(literals);
}

LineFilter::LineFilter(LineFilter&&) noexcept = default;
LineFilter& LineFilter::operator=(LineFilter&&) noexcept = default;
LineFilter::~LineFilter() = default;

std::vector<int> LineFilter::matches(std::string_view line) const {
  std::vector<int> found;
  if (!filter_) return found;
  // FilteredRE2 hands out its literals in lower case, ASCII only, as the patterns are Latin-1.
  (void)filter_->AllMatches(re2::StringPiece(line.data(), line.size()), literals_->find(lower_case(line)), &found);
  std::ranges::sort(found);
  return found;
}

}  // namespace syncdx::match
