#include "match/rarest_factor.hpp"

#include "match/ordinary_log.hpp"
#include "match/regex_options.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace syncdx::match {
namespace {

using Kind = PatternNode::Kind;

// A set that holds more is a wildcard: `.`, `\w`, `[^,]`.
constexpr std::size_t wide_set = 48;
// Repeats of so few wildcards are cheap for Hyperscan.
constexpr std::size_t short_window = 4;
// A factor that begins at more places than this share of all bytes would have RE2 try nearly every line.
constexpr double too_frequent = 2e-3;

bool is_window(const PatternNode& node) {
  if (node.kind != Kind::repeat || node.at_most <= short_window) return false;
  const auto& child = node.children.front();
  return child.kind != Kind::bytes || child.bytes.count() >= wide_set;
}

bool has_window(const PatternNode& node) { return is_window(node) || std::ranges::any_of(node.children, has_window); }

// The share of the lines of ordinary_log, per byte, that `node` matches in.
double frequency_in_ordinary_log(const PatternNode& node) {
  auto options = regex_options();
  options.set_one_line(false);
  options.set_posix_syntax(false);
  const RE2 regex("(?m)" + to_hyperscan(node), options);
  if (!regex.ok()) return 1;
  re2::StringPiece rest(ordinary_log.data(), ordinary_log.size());
  double matches = 0;
  while (!rest.empty() && RE2::FindAndConsume(&rest, regex)) ++matches;
  return matches / static_cast<double>(ordinary_log.size());
}

double likely_frequency(const PatternNode& node) {
  const double by_form = guessed_frequency(node);
  return by_form > too_frequent ? by_form : std::max(by_form, frequency_in_ordinary_log(node));
}

PatternNode sequence_of(std::vector<PatternNode> children) {
  PatternNode node;
  node.kind = Kind::sequence;
  node.children = std::move(children);
  return node;
}

PatternNode cut(PatternNode node);
PatternNode cut_if_rare(PatternNode node);

// Of the pieces between the windows of a sequence, the rarest.
PatternNode cut_sequence(PatternNode node) {
  PatternNode best;
  double least = 2;
  std::vector<PatternNode> piece;
  const auto close = [&] {
    auto candidate = sequence_of(std::move(piece));
    piece.clear();
    const double frequency = likely_frequency(candidate);
    if (candidate.children.empty() || frequency >= least) return;
    least = frequency;
    best = std::move(candidate);
  };
  for (auto& child : node.children) {
    if (!has_window(child)) {
      piece.push_back(std::move(child));
      continue;
    }
    close();
    if (child.kind == Kind::repeat) continue;  // what it repeats may be missing
    // It may begin or end with a window, so what stands beside it need not touch its factor.
    piece.push_back(cut(std::move(child)));
    close();
  }
  close();
  return best;
}

PatternNode cut(PatternNode node) {
  if (!has_window(node)) return node;
  if (node.kind == Kind::sequence) return cut_sequence(std::move(node));
  if (node.kind == Kind::choice) {
    for (auto& child : node.children) child = cut_if_rare(std::move(child));
    return node;
  }
  return sequence_of({});  // a repeat: what it repeats may be missing, or is a window
}

PatternNode cut_if_rare(PatternNode node) {
  if (!has_window(node)) return node;
  auto factor = without_open_ends(cut(node));
  return shortest_match(factor) == 0 || likely_frequency(factor) > too_frequent ? node : factor;
}

double sum_of_children(const PatternNode& node) {
  double sum = 0;
  for (const auto& child : node.children) sum += guessed_frequency(child);
  return std::min(sum, 1.0);
}

}  // namespace

double guessed_frequency(const PatternNode& node) {
  // Letters and digits carry about four bits each in such text, and so does a set of both cases of one letter.
  constexpr double one_byte = 1.0 / 16;
  constexpr double border = 0.3;
  switch (node.kind) {
    case Kind::bytes:
      return std::min(1.0, one_byte * std::max(1.0, static_cast<double>(node.bytes.count()) / 2));
    case Kind::line_begin:
    case Kind::line_end:
      return 0.01;
    case Kind::word_border:
      return border;
    case Kind::no_word_border:
      return 1;
    case Kind::sequence: {
      double product = 1;
      for (const auto& child : node.children) product *= guessed_frequency(child);
      return product;
    }
    case Kind::choice:
      return sum_of_children(node);
    case Kind::repeat:
      return std::pow(guessed_frequency(node.children.front()), static_cast<double>(node.at_least));
  }
  return 1;
}

Factor rarest_factor(PatternNode pattern) {
  const auto before = to_hyperscan(pattern);
  auto factor = cut_if_rare(std::move(pattern));
  const bool is_whole = to_hyperscan(factor) == before;
  return {std::move(factor), is_whole};
}

}  // namespace syncdx::match
