// Reads words backwards from the match until the clause ends, then looks for a negation among them. Works for "it was never
// a permission issue"; does not see a denial behind the match ("rate limit: ruled out").
#include "rules/negation.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace syncdx::rules {
namespace {

constexpr std::size_t max_between = 3;
constexpr std::size_t max_words = max_between + 5;  // the longest negation, "nothing to do with", and the word before it

// Bytes of UTF-8 sequences count as letters; the typographic apostrophe is one of them.
constexpr bool in_word(char c) noexcept {
  const char l = lower_case(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '\'' || c == '-' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

constexpr bool ends_clause(char c) noexcept { return std::string_view(".,;:()?!=|[]{}\n").find(c) != std::string_view::npos; }

// A word in lower case without apostrophes, cut at 15 bytes: longer than any word asked for.
class Word {
 public:
  Word() = default;
  explicit Word(std::string_view text) noexcept {
    for (const char c : text) {
      const bool letter = c != '\'' && (static_cast<unsigned char>(c) & 0x80U) == 0;
      holds_digit_ = holds_digit_ || is_digit(c);
      if (letter && size_ < letters_.size()) letters_[size_++] = lower_case(c);
    }
  }
  [[nodiscard]] std::string_view text() const noexcept { return {letters_.data(), size_}; }
  [[nodiscard]] bool holds_digit() const noexcept { return holds_digit_; }  // cut or not
  [[nodiscard]] bool is(std::initializer_list<std::string_view> words) const noexcept {
    return std::find(words.begin(), words.end(), text()) != words.end();
  }

 private:
  std::array<char, 15> letters_{};
  std::size_t size_ = 0;
  bool holds_digit_ = false;
};

// The words before the match in its clause, nearest first, and the word that the match begins with.
struct Context {
  std::array<Word, max_words> before;
  std::size_t count = 0;
  Word at_match;

  [[nodiscard]] const Word& before_word(std::size_t index) const noexcept {
    static constexpr Word none;
    return index + 1 < count ? before[index + 1] : none;
  }
  [[nodiscard]] const Word& after_word(std::size_t index) const noexcept { return index == 0 ? at_match : before[index - 1]; }
};

bool is_not(const Word& word) noexcept { return word.is({"not", "isnt", "wasnt", "arent", "werent"}); }

Context read_context(std::string_view line, std::size_t match_begin) noexcept {
  Context context;
  std::size_t forward = match_begin;
  while (forward < line.size() && line[forward] == ' ') ++forward;
  std::size_t stop = forward;
  while (stop < line.size() && in_word(line[stop])) ++stop;
  context.at_match = Word(line.substr(forward, stop - forward));

  std::size_t end = match_begin;
  if (in_word(line[match_begin])) {
    while (end > 0 && in_word(line[end - 1])) --end;  // the match begins inside a word
  }
  while (context.count < max_words) {
    while (end > 0 && !in_word(line[end - 1]) && !ends_clause(line[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && in_word(line[begin - 1])) --begin;
    if (begin == end) break;
    const std::string_view text = line.substr(begin, end - begin);
    if (text.find_first_not_of('-') == std::string_view::npos) break;            // a dash between two clauses
    if (begin > 0 && (line[begin - 1] == '=' || line[begin - 1] == ':')) break;  // a value: "retry=no"
    context.before[context.count++] = Word(text);
    end = begin;
  }
  return context;
}

// "is not responding", "never completed": the deed failed, so what follows is not denied.
bool is_failed_deed(const Word& word) noexcept {
  if (word.is({"caused", "related", "triggered", "being", "hitting", "getting", "seeing", "having", "exceeding", "anything"}))
    return false;
  return !word.holds_digit() && word.text().size() > 4 && (word.text().ends_with("ed") || word.text().ends_with("ing"));
}

bool is_lack(const Word& word) noexcept {
  return word.is({"only", "longer", "found", "such", "response", "reply", "matching", "valid", "route", "more", "able", "yet",
                  "enough", "sure", "certain", "clear"});
}

bool is_auxiliary(const Word& word) noexcept {
  return word.is({"could", "can", "did", "does", "do", "has", "have", "had", "will", "would", "should", "shall", "may", "might",
                  "must", "why", "or"});
}

bool is_seeming(const Word& word) noexcept { return word.is({"look", "looks", "seem", "seems", "appear", "appears"}); }

bool is_opinion(const Word& word) noexcept { return word.is({"think", "believe", "suspect", "guess"}); }

// How many words after the word at `index` belong to its negation, or `none` if that word is no negation.
constexpr std::size_t none = max_words;

std::size_t length_after(const Context& context, std::size_t index) noexcept {
  const Word& word = context.before[index];
  const Word& next = context.after_word(index);
  if (word.is({"rather"})) return index > 0 && next.is({"than"}) ? 1 : none;
  if (word.is({"instead"})) return index > 0 && next.is({"of"}) ? 1 : none;
  if (word.is({"ruled", "rules"})) return index > 0 && next.is({"out"}) ? 1 : none;
  if (word.is({"nothing"})) {
    const bool whole =
        index >= 3 && next.is({"to"}) && context.before[index - 2].is({"do"}) && context.before[index - 3].is({"with"});
    return whole ? 3 : none;
  }
  if (index > 0 && is_opinion(next) && word.is({"not", "dont", "doesnt", "didnt", "never", "hardly", "no", "longer"})) {
    return std::min<std::size_t>(index, 2);  // "I do not think that the ..."
  }
  if (index > 0 && is_seeming(next) && word.is({"not", "doesnt", "dont", "didnt"})) {
    return index > 1 && context.before[index - 2].is({"like", "to"}) ? 2 : 1;
  }
  if (!is_not(word) && !word.is({"no", "never", "without"})) return none;
  if (is_lack(next) || (index > 0 && is_failed_deed(next))) return none;
  return word.is({"not"}) && is_auxiliary(context.before_word(index)) ? none : 0;
}

// A word that begins a new clause; "not due to" and "not because of" stay one.
bool begins_clause(const Context& context, std::size_t index) noexcept {
  const Word& word = context.before[index];
  if (word.is({"because", "due"})) return !is_not(context.before_word(index));
  return word.is({"but", "after", "got", "received", "returned"}) && !context.before_word(index).is({"not", "never"});
}

}  // namespace

bool may_hold_negation(std::string_view line) noexcept {
  const auto has = [line](std::size_t at, std::string_view word) {
    if (line.size() - at < word.size()) return false;
    return std::equal(word.begin(), word.end(), line.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char want, char c) { return want == lower_case(c); });
  };
  // A Word leaves out apostrophes and bytes beyond ASCII: next to these it may begin or end.
  const auto joins = [](char c) { return in_word(c) && c != '\'' && (static_cast<unsigned char>(c) & 0x80U) == 0; };
  const auto begins = [&](std::size_t at, std::string_view word) { return has(at, word) && (at == 0 || !joins(line[at - 1])); };
  const auto ends = [&](std::size_t at) { return at >= line.size() || !joins(line[at]); };
  for (std::size_t at = 0; at + 1 < line.size(); ++at) {
    switch (lower_case(line[at])) {
      case 'n':  // "nt" and "n't" end the contractions; any byte of a typographic apostrophe will do
        if (begins(at, "no") || begins(at, "never") || (has(at, "nt") && ends(at + 2)) || has(at, "n'") ||
            (static_cast<unsigned char>(line[at + 1]) & 0x80U) != 0) {
          return true;
        }
        break;
      case 'w':
        if (begins(at, "without")) return true;
        break;
      case 'r':
        if (begins(at, "rather") || begins(at, "rule")) return true;
        break;
      case 'i':
        if (begins(at, "instead")) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

bool asks_whether(std::string_view line) noexcept {
  const auto first = line.find_first_not_of(" \t");
  const auto last = line.find_last_not_of(" \t\r\n");
  constexpr std::size_t longest = 200;
  if (first == std::string_view::npos || line[last] != '?' || last - first > longest) return false;
  line = line.substr(first, last - first);
  if (line.find_first_of(".!?:;{\"") != std::string_view::npos) return false;
  const auto end_of_first = std::min(line.find(' '), line.size());
  const auto rest = line.substr(std::min(end_of_first + 1, line.size()));
  const Word asking(line.substr(0, end_of_first));
  const Word subject(rest.substr(0, rest.find(' ')));
  return asking.is({"is", "are", "was", "were", "could", "can", "may", "might", "has", "have", "did", "does"}) &&
         subject.is({"it", "this", "that", "these", "the", "our", "my"});
}

bool behind_negation(std::string_view line, std::size_t match_begin) noexcept {
  if (match_begin >= line.size() || ends_clause(line[match_begin]) || !may_hold_negation(line.substr(0, match_begin)))
    return false;
  const Context context = read_context(line, match_begin);
  for (std::size_t index = 0; index < context.count; ++index) {
    if (begins_clause(context, index)) return false;
    const std::size_t own = length_after(context, index);
    if (own != none && index - own <= max_between) return true;
  }
  return false;
}

}  // namespace syncdx::rules
