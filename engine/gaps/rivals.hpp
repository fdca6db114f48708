// Lines that a kind's pattern must leave alone: those that the rules explain, and those of other kinds. Found by the words in
// them, so that a pattern is tried only on lines that it could match.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace re2 {
class RE2;
}

namespace syncdx::gaps {

class Rivals {
 public:
  static constexpr std::size_t explained = ~std::size_t{0};  // owner of lines that the rules explain

  struct Caught {
    std::size_t explained = 0;
    std::size_t of_others = 0;
    [[nodiscard]] bool none() const noexcept { return explained + of_others == 0; }
  };

  // `line` must outlive this; `owner` is the kind that it belongs to, by any number.
  void add(std::string_view line, std::size_t owner = explained);

  // Which lines, those of `owner` aside, `pattern` matches, in which each of `words` stands as a whole.
  [[nodiscard]] Caught caught_by(const re2::RE2& pattern, std::span<const std::string_view> words, std::size_t owner) const;

 private:
  struct Line {
    std::string_view text;
    std::size_t owner = explained;
  };
  std::vector<Line> lines_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_run_;  // of word characters
};

}  // namespace syncdx::gaps
