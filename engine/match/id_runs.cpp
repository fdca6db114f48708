#include "match/id_runs.hpp"

#include "match/run_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace syncdx::match {
namespace {

using Kind = PatternNode::Kind;

// A pattern with more states is taken not to be blind: it is one of many repeats, and searching it would take long.
constexpr std::size_t most_states = 20'000;

ByteSet bytes_where(auto holds) {
  ByteSet set;
  for (std::size_t byte = 0; byte < set.size(); ++byte) set[byte] = holds(static_cast<unsigned char>(byte));
  return set;
}

struct Alphabet {
  ByteSet digits = bytes_where([](auto byte) { return run_class(byte) == RunClass::digit; });
  ByteSet letters = bytes_where([](auto byte) { return run_class(byte) == RunClass::hex_letter; });
  ByteSet hex = digits | letters;
  ByteSet underscore = bytes_where([](auto byte) { return byte == '_'; });
  ByteSet around = bytes_where([](auto byte) { return run_class(byte) == RunClass::none && byte != '_' && byte != '\n'; });
};

const Alphabet& alphabet() {
  static const Alphabet all;
  return all;
}

// A nondeterministic automaton after Thompson (1968).
class Automaton {
 public:
  using State = std::uint32_t;
  struct Node {
    Kind kind = Kind::choice;  // bytes, an assertion, or choice: goes on for free
    const ByteSet* bytes = nullptr;
    State next = 0;
    State other = 0;  // choice: the second way; the same as `next` if there is none
  };

  // `pattern` must outlive it.
  explicit Automaton(const PatternNode& pattern) {
    nodes_.emplace_back();  // 0: the end
    start_ = build(pattern, end);
  }

  static constexpr State end = 0;

  [[nodiscard]] bool too_large() const noexcept { return nodes_.size() > most_states; }
  [[nodiscard]] State start() const noexcept { return start_; }
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] const Node& operator[](State state) const { return nodes_[state]; }

 private:
  State add(Node node) {
    nodes_.push_back(node);
    return static_cast<State>(nodes_.size() - 1);
  }

  // The state from which `node` is matched, and then `next`.
  State build(const PatternNode& node, State next) {
    if (too_large()) return next;
    switch (node.kind) {
      case Kind::bytes:
        return add({Kind::bytes, &node.bytes, next, next});
      case Kind::sequence:
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) next = build(*child, next);
        return next;
      case Kind::choice: {
        State way = build(node.children.back(), next);
        for (auto child = node.children.rbegin() + 1; child != node.children.rend(); ++child) {
          const State first = build(*child, next);
          way = add({Kind::choice, nullptr, first, way});
        }
        return way;
      }
      case Kind::repeat:
        return build_repeat(node, next);
      default:
        return add({node.kind, nullptr, next, next});
    }
  }

  State build_repeat(const PatternNode& node, State next) {
    const auto& child = node.children.front();
    if (node.at_most == PatternNode::unlimited) {
      const State loop = add({Kind::choice, nullptr, next, next});
      nodes_[loop].next = build(child, loop);
      next = loop;
    } else {
      for (auto i = node.at_least; i < node.at_most && !too_large(); ++i) {
        const State once = build(child, next);
        next = add({Kind::choice, nullptr, once, next});
      }
    }
    for (std::size_t i = 0; i < node.at_least && !too_large(); ++i) next = build(child, next);
    return next;
  }

  std::vector<Node> nodes_;
  State start_ = 0;
};

// What stands beside an id run. No letter and no digit can.
enum class Beside { border, underscore, other };

// Searches the ways through the automaton that meet an id run.
class RunSearch {
 public:
  explicit RunSearch(const Automaton& automaton)
      : automaton_(automaton), seen_(automaton.size() * place_codes), past_(ways_past(automaton)) {}

  // Whether one gets past a run, or ends in it, and tells its bytes apart.
  [[nodiscard]] bool tells_runs_apart() {
    for (const auto before : {Beside::border, Beside::underscore, Beside::other})
      visit({automaton_.start(), {.before = before}});
    visit({automaton_.start(), {.inside = true, .digit = true, .letter = true}});
    for (Automaton::State state = 0; state < automaton_.size(); ++state) {
      const auto& node = automaton_[state];
      if (node.kind != Kind::bytes) continue;
      if ((*node.bytes & alphabet().underscore).any()) visit({node.next, {.before = Beside::underscore}});
      if ((*node.bytes & alphabet().around).any()) visit({node.next, {.before = Beside::other}});
    }
    while (!open_.empty() && !found_) {
      const auto place = open_.back();
      open_.pop_back();
      go_on(place);
    }
    return found_;
  }

 private:
  // Where in the line a way is: before a run, or some bytes into it.
  struct InLine {
    Beside before = Beside::other;  // of the run
    bool inside = false;
    bool digit = false;  // the run is known to hold one
    bool letter = false;
    bool told = false;  // one of its bytes was told from others
  };
  static constexpr std::size_t place_codes = 64;
  struct Place {
    Automaton::State state;
    InLine at;
  };

  void visit(const Place& place) {
    const auto& [before, inside, digit, letter, told] = place.at;
    const auto code =
        static_cast<std::size_t>(before) * 16 + (inside ? 8U : 0U) + (digit ? 4U : 0U) + (letter ? 2U : 0U) + (told ? 1U : 0U);
    const auto index = place.state * place_codes + code;
    if (seen_[index]) return;
    seen_[index] = true;
    open_.push_back(place);
  }

  void go_on(const Place& place) {
    const auto& node = automaton_[place.state];
    const auto& at = place.at;
    if (at.inside && at.told && (place.state == Automaton::end || (at.digit && at.letter && past_[place.state]))) found_ = true;
    if (found_ || place.state == Automaton::end) return;
    if (node.kind == Kind::choice) {
      visit({node.next, at});
      visit({node.other, at});
    } else if (node.kind == Kind::bytes) {
      take(node, at);
    } else if (holds_here(node.kind, at)) {
      visit({node.next, at});
    }
  }

  void take(const Automaton::Node& node, InLine at) {
    const auto& [digits, letters, hex, underscore, around] = alphabet();
    at.inside = true;
    at.told = at.told || (*node.bytes & hex) != hex;
    at.before = Beside::other;  // does not matter any more
    auto by_digit = at;
    by_digit.digit = true;
    auto by_letter = at;
    by_letter.letter = true;
    if ((*node.bytes & digits).any()) visit({node.next, by_digit});
    if ((*node.bytes & letters).any()) visit({node.next, by_letter});
  }

  // Of an assertion, before a run or between two of its bytes.
  static bool holds_here(Kind assertion, const InLine& at) {
    switch (assertion) {
      case Kind::line_begin:
        return !at.inside && at.before == Beside::border;
      case Kind::word_border:
        return !at.inside && at.before != Beside::underscore;
      case Kind::no_word_border:
        return at.inside || at.before == Beside::underscore;
      default:
        return false;
    }
  }

  static bool holds_behind(Kind assertion, Beside after) {
    switch (assertion) {
      case Kind::line_end:
        return after == Beside::border;
      case Kind::word_border:
        return after != Beside::underscore;
      case Kind::no_word_border:
        return after == Beside::underscore;
      default:
        return false;
    }
  }

  // For `past_`: backwards from the states that end the match or take a byte, in time linear in the states.
  static std::vector<bool> ways_past(const Automaton& automaton) {
    std::vector<std::vector<Automaton::State>> before(automaton.size());
    for (Automaton::State state = 0; state < automaton.size(); ++state) {
      const auto& node = automaton[state];
      if (state == Automaton::end || node.kind == Kind::bytes) continue;
      before[node.next].push_back(state);
      if (node.other != node.next) before[node.other].push_back(state);
    }
    std::vector<bool> past(automaton.size());
    for (const auto after : {Beside::border, Beside::underscore, Beside::other}) {
      const auto& stands = after == Beside::underscore ? alphabet().underscore : alphabet().around;
      std::vector<bool> reached(automaton.size());
      std::vector<Automaton::State> open;
      const auto reach = [&](Automaton::State state) {
        if (reached[state]) return;
        reached[state] = past[state] = true;
        open.push_back(state);
      };
      reach(Automaton::end);
      for (Automaton::State state = 1; state < automaton.size(); ++state) {
        const auto& node = automaton[state];
        if (after != Beside::border && node.kind == Kind::bytes && (*node.bytes & stands).any()) reach(state);
      }
      while (!open.empty()) {
        const auto state = open.back();
        open.pop_back();
        for (const auto earlier : before[state]) {
          if (automaton[earlier].kind == Kind::choice || holds_behind(automaton[earlier].kind, after)) reach(earlier);
        }
      }
    }
    return past;
  }

  const Automaton& automaton_;
  std::vector<bool> seen_;  // by state and place in the line
  std::vector<bool> past_;  // by state: behind a run, the match may end there, or go on with what can stand there
  std::vector<Place> open_;
  bool found_ = false;
};

// With all hexadecimal digits wherever it takes some.
PatternNode widened(PatternNode node) {
  if (node.kind == Kind::bytes && (node.bytes & alphabet().hex).any()) node.bytes |= alphabet().hex;
  for (auto& child : node.children) child = widened(std::move(child));
  return node;
}

}  // namespace

bool is_id_blind(const PatternNode& node) {
  const Automaton automaton(node);
  return !automaton.too_large() && !RunSearch(automaton).tells_runs_apart();
}

PatternNode id_blinded(PatternNode node) {
  const bool alternatives = node.kind == Kind::choice || (node.kind == Kind::sequence && node.children.size() == 1);
  if (!alternatives) return is_id_blind(node) ? node : widened(std::move(node));
  for (auto& child : node.children) child = id_blinded(std::move(child));
  return node;
}

bool holds_id_run(std::string_view line) noexcept {
  bool found = false;
  for_each_run(line, [&](const Run& run) { found = found || run.is_id(); });
  return found;
}

}  // namespace syncdx::match
