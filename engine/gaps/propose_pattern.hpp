// From a template and its samples to a pattern for a rule: the fixed words in order, with what stands between them where it is
// always the same, and a bounded window (`.{0,40}`) where it is not.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace syncdx::gaps {

struct Proposal {
  std::string pattern;  // empty if there is none
  std::string why_not;  // then: why
};

// Lines of one kind, as they stand in the log and what they say (logs/line.hpp), in the same order.
struct KindLines {
  std::vector<std::string> whole;
  std::vector<std::string> messages;
};

// `words`: of the template, empty where it is variable. The pattern matches each of `lines.whole` and none of `explained`: the
// shortest run of fixed words, from the first one on, that does so and holds at least three words (or all there are), two of
// them more than "have" and "with". Of a message that holds JSON with a sentence in it, rather six words or more of that
// sentence. Case counts, as in the lines.
[[nodiscard]] Proposal propose_pattern(std::span<const std::string> words, const KindLines& lines,
                                       std::span<const std::string> explained);

}  // namespace syncdx::gaps
