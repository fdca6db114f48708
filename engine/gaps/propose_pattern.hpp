// From a template and its samples to a pattern for a rule: fixed words in a row, with what stands between them where it is
// always the same or of one shape (a number, a web address), and a bounded window (`.{0,40}`) where it is not.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace syncdx::gaps {

class Rivals;

struct Proposal {
  std::string pattern;  // empty if there is none
  std::string why_not;  // then: why
};

// Lines of one kind, as they stand in the log and what they say (gaps/message.hpp), in the same order.
struct KindLines {
  std::vector<std::string> whole;
  std::vector<std::string> messages;
};

// `words`: of the template, empty where it is variable. The pattern matches each of `lines.whole` and none of `rivals` but
// those of `owner`: the shortest run of fixed words that does so and holds at least three words (or all there are), two of them
// more than "have" and "with"; one from the first word on if there is one; else one of all words that also says where the
// message ends; else the same with its numbers. Of a message that holds JSON with a sentence in it, rather six words or more of
// that sentence. Case counts, as in the lines.
[[nodiscard]] Proposal propose_pattern(std::span<const std::string> words, const KindLines& lines, const Rivals& rivals,
                                       std::size_t owner);

// The same, where all rivals are lines that the rules explain.
[[nodiscard]] Proposal propose_pattern(std::span<const std::string> words, const KindLines& lines,
                                       std::span<const std::string> explained);

// For lines of any encoding; nullptr if it is no pattern.
[[nodiscard]] std::unique_ptr<re2::RE2> compile_pattern(const std::string& pattern);

}  // namespace syncdx::gaps
