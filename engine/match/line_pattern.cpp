#include "match/line_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncdx::match {
namespace {

using Kind = PatternNode::Kind;

struct Flags {
  Case letters = Case::exact;
  Dot dot = Dot::in_line;
};

struct Bounds {
  std::size_t at_least;
  std::size_t at_most;
};

// Recursive descent over RE2's syntax. Trusts that RE2 accepted the pattern: brackets close, repeats follow something, groups
// are not nested beyond RE2's limit of 1000.
class Parser {
 public:
  Parser(std::string_view regex, AtomReader& atoms) : regex_(regex), atoms_(atoms) {}

  tl::expected<PatternNode, ShapeProblem> parse() {
    auto node = parse_choice({});
    if (problem_) return tl::unexpected(std::move(*problem_));
    if (at_ != regex_.size()) return tl::unexpected(ShapeProblem{"unexpected ')'", at_});
    return node;
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= regex_.size() || problem_; }
  [[nodiscard]] bool looking_at(std::string_view text) const { return regex_.substr(at_).starts_with(text); }

  // Flags set inside a group hold for the rest of it, later alternatives included.
  PatternNode parse_choice(Flags flags) {
    std::vector<PatternNode> alternatives;
    alternatives.push_back(parse_sequence(flags));
    while (!done() && regex_[at_] == '|') {
      ++at_;
      alternatives.push_back(parse_sequence(flags));
    }
    if (alternatives.size() == 1) return std::move(alternatives.front());
    return {.kind = Kind::choice, .children = std::move(alternatives)};
  }

  PatternNode parse_sequence(Flags& flags) {
    PatternNode sequence{.kind = Kind::sequence};
    while (!done() && regex_[at_] != '|' && regex_[at_] != ')') {
      if (looking_at("\\Q")) {
        parse_quoted(sequence, flags);
        continue;
      }
      if (looking_at("(?") && parse_flags_only(flags)) continue;
      auto atom = parse_atom(flags);
      sequence.children.push_back(parse_repeats(std::move(atom)));
    }
    return sequence;
  }

  // `\Q...\E`: a repeat after it belongs to its last character.
  void parse_quoted(PatternNode& sequence, const Flags& flags) {
    at_ += 2;
    const auto close = std::min(regex_.find("\\E", at_), regex_.size());
    while (at_ < close && !problem_) {
      sequence.children.push_back(literal(at_++, flags));
    }
    if (looking_at("\\E")) at_ += 2;
    if (!sequence.children.empty()) {
      auto last = std::move(sequence.children.back());
      sequence.children.back() = parse_repeats(std::move(last));
    }
  }

  // `(?i)`: changes `flags` and stands for nothing. `(?i:` and `(?P<` are groups and are left alone.
  bool parse_flags_only(Flags& flags) {
    const auto end = regex_.find_first_of(":)<", at_ + 2);
    if (end == std::string_view::npos || regex_[end] != ')') return false;
    flags = changed(flags, regex_.substr(at_ + 2, end - at_ - 2));
    at_ = end + 1;
    return true;
  }

  static Flags changed(Flags flags, std::string_view letters) {
    bool on = true;
    for (const char letter : letters) {
      if (letter == '-') on = false;
      if (letter == 'i') flags.letters = on ? Case::fold : Case::exact;
      if (letter == 's') flags.dot = on ? Dot::any : Dot::in_line;
    }
    return flags;
  }

  PatternNode parse_atom(const Flags& flags) {
    switch (regex_[at_]) {
      case '(':
        return parse_group(flags);
      case '[':
        return set_of(bracket_end(), flags);
      case '\\':
        return parse_escape(flags);
      case '^':
        ++at_;
        return {.kind = Kind::line_begin};
      case '$':
        ++at_;
        return {.kind = Kind::line_end};
      case '.':
        return set_of(at_ + 1, flags);
      default:
        return literal(at_++, flags);
    }
  }

  PatternNode parse_group(Flags flags) {
    ++at_;
    if (looking_at("?P<")) {
      at_ = regex_.find('>', at_) + 1;
    } else if (looking_at("?")) {
      const auto colon = regex_.find(':', at_);
      flags = changed(flags, regex_.substr(at_ + 1, colon - at_ - 1));
      at_ = colon + 1;
    }
    auto inside = parse_choice(flags);
    ++at_;  // the closing parenthesis
    return inside;
  }

  PatternNode parse_escape(const Flags& flags) {
    const char letter = regex_[at_ + 1];
    const auto assertion = [&](Kind kind) {
      at_ += 2;
      return PatternNode{.kind = kind};
    };
    switch (letter) {
      case 'A':
        return assertion(Kind::line_begin);
      case 'z':
        return assertion(Kind::line_end);
      case 'b':
        return assertion(Kind::word_border);
      case 'B':
        return assertion(Kind::no_word_border);
      default:
        return set_of(escape_end(at_), flags);
    }
  }

  // The end of the escape that begins at `begin`.
  [[nodiscard]] std::size_t escape_end(std::size_t begin) const {
    const char letter = regex_[begin + 1];
    const std::size_t next = begin + 2;
    if (letter == 'x' || letter == 'p' || letter == 'P') {
      if (next < regex_.size() && regex_[next] == '{') return regex_.find('}', next) + 1;
      return next + (letter == 'x' ? 2 : 1);
    }
    if (letter < '0' || letter > '7') return next;
    auto end = next;  // octal: up to three digits in all
    while (end < regex_.size() && end < begin + 4 && regex_[end] >= '0' && regex_[end] <= '7') ++end;
    return end;
  }

  // The end of the bracket expression at the current place. A `]` right after the opening stands for itself.
  [[nodiscard]] std::size_t bracket_end() const {
    auto end = at_ + 1;
    if (end < regex_.size() && regex_[end] == '^') ++end;
    if (end < regex_.size() && regex_[end] == ']') ++end;
    while (end < regex_.size() && regex_[end] != ']') {
      const auto name_end = regex_.substr(end).starts_with("[:") ? regex_.find(":]", end + 2) : std::string_view::npos;
      if (name_end != std::string_view::npos) {
        end = name_end + 2;
      } else {
        end = regex_[end] == '\\' ? escape_end(end) : end + 1;
      }
    }
    return end + 1;
  }

  PatternNode literal(std::size_t place, const Flags& flags) {
    const auto value = static_cast<unsigned char>(regex_[place]);
    PatternNode node{.kind = Kind::bytes};
    if (flags.letters == Case::exact || value < 0x80) {
      node.bytes.set(value);
      const auto lower = value | 0x20U;
      if (flags.letters == Case::fold && lower >= 'a' && lower <= 'z') node.bytes.set(value ^ 0x20U);
    } else {
      node.bytes = atoms_.bytes_of(regex_.substr(place, 1), flags.letters, flags.dot);
    }
    return within_line(std::move(node), place);
  }

  PatternNode set_of(std::size_t end, const Flags& flags) {
    const auto begin = std::exchange(at_, end);
    PatternNode node{.kind = Kind::bytes,
                     .bytes = atoms_.bytes_of(regex_.substr(begin, end - begin), flags.letters, flags.dot)};
    return within_line(std::move(node), begin);
  }

  PatternNode within_line(PatternNode node, std::size_t place) {
    const bool newline = node.bytes['\n'];
    node.bytes.reset('\n');
    if (node.bytes.none() && !problem_) {
      problem_ = ShapeProblem{newline ? "a line break can never match: patterns are matched within single lines"
                                      : "this matches no character at all",
                              place};
    }
    return node;
  }

  PatternNode parse_repeats(PatternNode node) {
    while (!done()) {
      const auto bounds = parse_bounds();
      if (!bounds) break;
      if (looking_at("?")) ++at_;  // greedy or not: the same lines match
      PatternNode repeat{.kind = Kind::repeat, .at_least = bounds->at_least, .at_most = bounds->at_most};
      repeat.children.push_back(std::move(node));
      node = std::move(repeat);
    }
    return node;
  }

  std::optional<Bounds> parse_bounds() {
    switch (regex_[at_]) {
      case '*':
        ++at_;
        return Bounds{0, PatternNode::unlimited};
      case '+':
        ++at_;
        return Bounds{1, PatternNode::unlimited};
      case '?':
        ++at_;
        return Bounds{0, 1};
      case '{':
        return parse_counts();
      default:
        return std::nullopt;
    }
  }

  // `{2}`, `{2,}`, `{2,5}`; any other `{` is a literal.
  std::optional<Bounds> parse_counts() {
    const char* const end = regex_.data() + regex_.size();
    Bounds bounds{0, 0};
    const auto [least_end, least_error] = std::from_chars(regex_.data() + at_ + 1, end, bounds.at_least);
    if (least_error != std::errc{} || least_end == end) return std::nullopt;
    const char* close = least_end;
    bounds.at_most = bounds.at_least;
    if (*close == ',') {
      bounds.at_most = PatternNode::unlimited;
      ++close;
      if (close != end && *close != '}') {
        const auto [most_end, most_error] = std::from_chars(close, end, bounds.at_most);
        if (most_error != std::errc{}) return std::nullopt;
        close = most_end;
      }
    }
    if (close == end || *close != '}') return std::nullopt;
    at_ = static_cast<std::size_t>(close - regex_.data()) + 1;
    return bounds;
  }

  std::string_view regex_;
  AtomReader& atoms_;
  std::size_t at_ = 0;
  std::optional<ShapeProblem> problem_;
};

// True if the node matches the empty string wherever it stands, whatever is around.
bool always_matches_empty(const PatternNode& node) {
  switch (node.kind) {
    case Kind::sequence:
      return std::ranges::all_of(node.children, always_matches_empty);
    case Kind::choice:
      return std::ranges::any_of(node.children, always_matches_empty);
    case Kind::repeat:
      return node.at_least == 0 || always_matches_empty(node.children.front());
    default:
      return false;
  }
}

enum class Edge { front, back };

PatternNode trimmed(PatternNode node, Edge edge) {
  if (node.kind == Kind::choice) {
    for (auto& child : node.children) child = trimmed(std::move(child), edge);
  } else if (node.kind == Kind::repeat) {
    node.at_most = node.at_least;
    if (node.at_least == 1) return trimmed(PatternNode(std::move(node.children.front())), edge);
  } else if (node.kind == Kind::sequence) {
    const auto outermost = [&] { return edge == Edge::front ? node.children.begin() : node.children.end() - 1; };
    while (!node.children.empty() && always_matches_empty(*outermost())) node.children.erase(outermost());
    if (!node.children.empty()) *outermost() = trimmed(std::move(*outermost()), edge);
  }
  return node;
}

void print_byte(std::string& out, std::size_t value) {
  const bool plain = (value >= '0' && value <= '9') || (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
  if (plain) {
    out += static_cast<char>(value);
  } else {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", value);
  }
}

void print_set(std::string& out, const ByteSet& bytes) {
  if (bytes.count() == 1) {
    print_byte(out, bytes._Find_first());
    return;
  }
  const bool negated = bytes.count() > bytes.size() / 2;
  const auto listed = negated ? ~bytes : bytes;
  out += negated ? "[^" : "[";
  for (std::size_t first = listed._Find_first(); first < listed.size(); first = listed._Find_next(first)) {
    auto last = first;
    while (last + 1 < listed.size() && listed[last + 1]) ++last;
    print_byte(out, first);
    if (last > first) {
      if (last > first + 1) out += '-';
      print_byte(out, last);
    }
    first = last;
  }
  out += ']';
}

void print(std::string& out, const PatternNode& node);

void print_repeat(std::string& out, const PatternNode& node) {
  if (node.at_most == 0) return;
  const auto& child = node.children.front();
  if (child.kind == Kind::bytes) {
    print(out, child);
  } else {
    out += "(?:";
    print(out, child);
    out += ')';
  }
  if (node.at_most != PatternNode::unlimited) {
    fmt::format_to(std::back_inserter(out), "{{{},{}}}", node.at_least, node.at_most);
  } else if (node.at_least > 1) {
    fmt::format_to(std::back_inserter(out), "{{{},}}", node.at_least);
  } else {
    out += node.at_least == 1 ? '+' : '*';
  }
}

void print(std::string& out, const PatternNode& node) {
  switch (node.kind) {
    case Kind::bytes:
      return print_set(out, node.bytes);
    case Kind::line_begin:
      out += '^';
      return;
    case Kind::line_end:
      out += '$';
      return;
    case Kind::word_border:
      out += "\\b";
      return;
    case Kind::no_word_border:
      out += "\\B";
      return;
    case Kind::sequence:
      for (const auto& child : node.children) print(out, child);
      return;
    case Kind::choice:
      for (const auto& child : node.children) {
        out += &child == &node.children.front() ? "(?:" : "|";
        print(out, child);
      }
      out += ')';
      return;
    case Kind::repeat:
      return print_repeat(out, node);
  }
}

}  // namespace

tl::expected<PatternNode, ShapeProblem> parse_line_pattern(std::string_view regex, AtomReader& atoms) {
  return Parser(regex, atoms).parse();
}

std::size_t shortest_match(const PatternNode& node) noexcept {
  switch (node.kind) {
    case Kind::bytes:
      return 1;
    case Kind::sequence: {
      std::size_t sum = 0;
      for (const auto& child : node.children) sum += shortest_match(child);
      return sum;
    }
    case Kind::choice: {
      auto least = shortest_match(node.children.front());
      for (const auto& child : node.children) least = std::min(least, shortest_match(child));
      return least;
    }
    case Kind::repeat:
      return node.at_least * shortest_match(node.children.front());
    default:
      return 0;
  }
}

PatternNode without_open_ends(PatternNode node) { return trimmed(trimmed(std::move(node), Edge::front), Edge::back); }

std::string to_hyperscan(const PatternNode& node) {
  std::string out;
  print(out, node);
  return out;
}

}  // namespace syncdx::match
