// Which pattern of the compiled program serves which symptom or platform. Built from the rules; the order of its patterns is
// the order of the program's. Patterns written twice are compiled once. Immutable; safe from many threads.
#pragma once

#include "rules/model.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::evidence {

class PatternTable {
 public:
  explicit PatternTable(const rules::RuleSet& rules);

  // All expressions, once each: what the program is compiled from.
  [[nodiscard]] const std::vector<std::string>& patterns() const noexcept { return patterns_; }

  // The symptoms, and the platforms (indices into RuleSet::platforms), that a hit of `pattern` speaks for.
  [[nodiscard]] std::span<const rules::SymptomIndex> symptoms_of(std::size_t pattern) const { return symptoms_[pattern]; }
  [[nodiscard]] std::span<const std::size_t> platforms_of(std::size_t pattern) const { return platforms_[pattern]; }

  // The same patterns, of which this one speaks for `symptom`, or this platform, no more.
  [[nodiscard]] PatternTable without_symptom(std::string_view regex, rules::SymptomIndex symptom) const;
  [[nodiscard]] PatternTable without_platform(std::string_view regex, std::size_t platform) const;

 private:
  std::vector<std::string> patterns_;
  std::vector<std::vector<rules::SymptomIndex>> symptoms_;
  std::vector<std::vector<std::size_t>> platforms_;
};

}  // namespace syncdx::evidence
