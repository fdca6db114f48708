#include "match/digits.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace syncdx::match {
namespace {

const ByteSet& digits() {
  static const ByteSet set = [] {
    ByteSet all;
    for (std::size_t digit = '0'; digit <= '9'; ++digit) all.set(digit);
    return all;
  }();
  return set;
}

bool is_blind(const ByteSet& bytes) noexcept {
  const auto held = bytes & digits();
  return held.none() || held == digits();
}

// More would hardly be missing in any line.
constexpr std::size_t most_triples = 40;

void sort_out(std::vector<DigitTriple>& triples) {
  std::ranges::sort(triples);
  const auto repeated = std::ranges::unique(triples);
  triples.erase(repeated.begin(), repeated.end());
  if (triples.size() > most_triples) triples.clear();
}

// The triples that three atoms in a row stand for; none if one of them takes more than digits.
std::vector<DigitTriple> triples_at(std::span<const PatternNode> atoms) {
  std::vector<DigitTriple> triples{0};
  for (const auto& atom : atoms) {
    if (atom.kind != PatternNode::Kind::bytes || (atom.bytes & ~digits()).any()) return {};
    std::vector<DigitTriple> longer;
    for (const auto triple : triples) {
      for (auto digit = atom.bytes._Find_first(); digit < atom.bytes.size(); digit = atom.bytes._Find_next(digit)) {
        longer.push_back(static_cast<DigitTriple>(triple * 10 + static_cast<int>(digit - '0')));
      }
    }
    triples = std::move(longer);
  }
  sort_out(triples);
  return triples;
}

// All parts of a sequence are in a match: the part with the fewest triples says most.
std::vector<DigitTriple> needed_in_sequence(std::span<const PatternNode> parts) {
  std::vector<DigitTriple> fewest;
  const auto offer = [&](std::vector<DigitTriple> triples) {
    if (!triples.empty() && (fewest.empty() || triples.size() < fewest.size())) fewest = std::move(triples);
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    offer(needed_triples(parts[i]));
    if (i + 3 <= parts.size()) offer(triples_at(parts.subspan(i, 3)));
  }
  return fewest;
}

std::vector<DigitTriple> needed_in_choice(std::span<const PatternNode> alternatives) {
  std::vector<DigitTriple> all;
  for (const auto& alternative : alternatives) {
    const auto needed = needed_triples(alternative);
    if (needed.empty()) return {};
    all.insert(all.end(), needed.begin(), needed.end());
  }
  sort_out(all);
  return all;
}

}  // namespace

bool is_digit_blind(const PatternNode& node) noexcept {
  return node.kind == PatternNode::Kind::bytes ? is_blind(node.bytes) : std::ranges::all_of(node.children, is_digit_blind);
}

PatternNode digit_blinded(PatternNode node) {
  if (node.kind == PatternNode::Kind::bytes && !is_blind(node.bytes)) node.bytes |= digits();
  for (auto& child : node.children) child = digit_blinded(std::move(child));
  return node;
}

std::vector<DigitTriple> needed_triples(const PatternNode& node) {
  switch (node.kind) {
    case PatternNode::Kind::sequence:
      return needed_in_sequence(node.children);
    case PatternNode::Kind::choice:
      return needed_in_choice(node.children);
    case PatternNode::Kind::repeat:
      return node.at_least > 0 ? needed_triples(node.children.front()) : std::vector<DigitTriple>();
    default:
      return {};
  }
}

std::bitset<triple_count> triples_of(std::string_view line) noexcept {
  std::bitset<triple_count> triples;
  std::size_t run = 0;
  std::size_t number = 0;  // the last digits of the run, at most three
  for (const char byte : line) {
    if (!is_digit(byte)) {
      run = number = 0;
      continue;
    }
    number = (number * 10 + static_cast<std::size_t>(byte - '0')) % 1000;
    if (++run >= 3) triples.set(number);
  }
  return triples;
}

}  // namespace syncdx::match
