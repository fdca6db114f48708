#include "rules/sample_lines.hpp"

#include "match/line_pattern.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace syncdx::rules {
namespace {

using match::PatternNode;

// Neighbours of a match: the line's border, a letter, a digit, a blank, a sign.
constexpr auto neighbours = std::to_array<std::string_view>({"", "x", "7", " ", "-", "\""});
constexpr std::size_t most_repeats = 3;
constexpr std::size_t longest = 400;

class Sampler {
 public:
  std::string line(const PatternNode& node) {
    text_ = neighbours[pick(neighbours.size())];
    add(node);
    text_ += neighbours[pick(neighbours.size())];
    return std::move(text_);
  }

 private:
  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

  void add(const PatternNode& node) {
    using Kind = PatternNode::Kind;
    if (text_.size() > longest) return;
    switch (node.kind) {
      case Kind::bytes:
        add_byte(node.bytes);
        break;
      case Kind::sequence:
        for (const auto& child : node.children) add(child);
        break;
      case Kind::choice:
        if (!node.children.empty()) add(node.children[pick(node.children.size())]);
        break;
      case Kind::repeat: {
        const auto most = std::min(node.at_most, node.at_least + most_repeats);
        for (auto times = node.at_least + pick(most - node.at_least + 1); times > 0; --times) add(node.children.front());
        break;
      }
      default:
        break;
    }
  }

  // Any byte of the set, printable ones before others.
  void add_byte(const match::ByteSet& bytes) {
    constexpr std::size_t first_printable = 0x20;
    constexpr std::size_t last_printable = 0x7E;
    std::array<char, 256> choice{};
    std::size_t count = 0;
    const auto collect = [&](std::size_t from, std::size_t to) {
      for (auto byte = from; byte <= to; ++byte) {
        if (bytes.test(byte)) choice[count++] = static_cast<char>(byte);
      }
    };
    collect(first_printable, last_printable);
    if (count == 0) collect(0, bytes.size() - 1);
    if (count > 0) text_ += choice[pick(count)];
  }

  std::mt19937 random_{4711};
  std::string text_;
};

}  // namespace

std::vector<std::string> sample_lines(std::string_view regex, std::size_t count, match::AtomReader& atoms) {
  const auto node = match::parse_line_pattern(regex, atoms);
  std::vector<std::string> lines;
  if (!node) return lines;
  Sampler sampler;
  for (std::size_t i = 0; i < count; ++i) {
    auto line = sampler.line(*node);
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace syncdx::rules
