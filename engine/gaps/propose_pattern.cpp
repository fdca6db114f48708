#include "gaps/propose_pattern.hpp"

#include "gaps/rivals.hpp"
#include "gaps/sample_places.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace syncdx::gaps {
namespace {

using WordSpan = std::span<const std::string_view>;
using Samples = std::vector<SamplePlaces>;

constexpr std::size_t least_words = 3;
constexpr std::size_t least_weight = 10;  // of a pattern: lighter ones say too little
constexpr std::size_t least_letters = 6;  // of its words, which weigh one each
constexpr std::size_t least_telling = 2;  // words that say something, if there are so many
constexpr std::size_t most_words = 16;
constexpr std::size_t most_starts = 40;  // words that a run may begin with
constexpr std::size_t widest_window = 400;

// The words from `begin` up to `end`, and maybe what a message ends with behind them.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view message_end{};  // as RE2 takes it; empty: the message may go on
};

// A window that holds the longest of the gaps twice over.
std::string window(const Samples& samples, std::size_t index) {
  std::size_t longest = 0;
  for (const auto& places : samples) longest = std::max(longest, places.gap(index).size());
  constexpr std::size_t step = 20;
  return fmt::format(".{{0,{}}}", std::min(widest_window, (2 * longest / step + 1) * step));
}

// A message ends with its line or with a JSON string; and its first line also where such a string has a line break.
constexpr auto message_ends = std::to_array<std::string_view>({R"((?:"|$))", R"((?:["\\]|$))"});

// A pattern in the making.
class PatternText {
 public:
  PatternText(const Samples& samples, Digits digits) : samples_(samples), digits_(digits) {}

  // nullopt if the run goes to the message's end, and this has no shape.
  [[nodiscard]] std::optional<std::string> of(const Run& run) const {
    const auto& words = samples_.front().words;
    std::string pattern = boundary(words[run.begin].front());
    for (auto i = run.begin; i < run.end; ++i) {
      pattern += escape(words[i]);
      if (i + 1 < run.end) pattern += joint(words, i);
    }
    if (run.message_end.empty()) return pattern + boundary(words[run.end - 1].back());
    const auto tail = common_shape(samples_, run.end, digits_);
    if (!tail) return std::nullopt;
    return pattern + *tail + std::string(run.message_end);
  }

 private:
  static std::string boundary(char c) { return is_word_char(c) ? "\\b" : ""; }

  // What joins two words in every sample.
  [[nodiscard]] std::string joint(WordSpan words, std::size_t index) const {
    if (auto shape = common_shape(samples_, index + 1, digits_)) return std::move(*shape);
    return boundary(words[index].back()) + window(samples_, index + 1) + boundary(words[index + 1].front());
  }

  const Samples& samples_;
  Digits digits_;
};

bool matches(const RE2& regex, std::string_view line) {
  return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), regex);
}

// Names of JSON members that say what is wrong. Others hold a query, a user agent, an address.
constexpr auto telling_names =
    std::to_array<std::string_view>({"description", "detail", "details", "error", "error_description", "error_message",
                                     "errormessage", "exception", "message", "msg", "reason", "text", "title"});

// The name of the JSON member whose colon stands at `colon`, in lower case; empty if it is none.
std::string name_before(std::string_view message, std::size_t colon) {
  const auto end = message.substr(0, colon).find_last_not_of(" \\");
  if (end == std::string_view::npos || message[end] != '"') return {};
  const auto begin = message.substr(0, end).find_last_of(" \",{");
  auto name = message.substr(begin + 1, end - begin - 1);  // npos + 1 is 0
  if (name.ends_with('\\')) name.remove_suffix(1);
  return lower_case(name);
}

// The longest sentence that a message holds as the value of such a member: in `403 {"status":403,"title":"You lack a scope"}`
// only that says what is wrong, the names around it stand in every answer. Empty if there is none of three words.
std::string_view sentence_in(std::string_view message) {
  std::string_view longest;
  for (auto at = message.find(':'); at != std::string_view::npos; at = message.find(':', at + 1)) {
    const auto quote = message.find_first_not_of(" \\", at + 1);
    if (quote == std::string_view::npos || message[quote] != '"') continue;
    if (std::ranges::find(telling_names, name_before(message, at)) == telling_names.end()) continue;
    const auto end = std::min(message.find('"', quote + 1), message.size());
    const auto value = message.substr(quote + 1, end - quote - 1);
    if (value.size() > longest.size() && std::ranges::count(value, ' ') >= 2) longest = value;
  }
  return longest;
}

// The samples with only the words that stand in the sentences; nullopt where a message has none, or another one than the first.
std::optional<Samples> within_sentences(const Samples& samples) {
  Samples kept;
  for (const auto& places : samples) {
    const auto sentence = sentence_in(places.message);
    auto& words = kept.emplace_back(SamplePlaces{places.message, {}}).words;
    std::ranges::copy_if(places.words, std::back_inserter(words), [&](auto word) {
      return word.data() >= sentence.data() && word.data() + word.size() <= sentence.data() + sentence.size();
    });
    if (words.empty() || !std::ranges::equal(words, kept.front().words)) return std::nullopt;
  }
  return kept;
}

// WordSpan of four letters and more that stand in sentences about anything.
constexpr auto common_words = std::to_array<std::string_view>(
    {"been", "does",  "doesn't", "don't", "from", "have", "haven't", "into",  "must", "should", "than",
     "that", "their", "then",    "there", "this", "were", "when",    "which", "will", "with",   "your"});

// WordSpan that a sentence does not stop at.
constexpr auto little_words =
    std::to_array<std::string_view>({"a",  "an", "and", "are", "as", "at", "be", "by",  "for", "has", "in",
                                     "is", "it", "no",  "not", "of", "on", "or", "the", "to",  "was"});

// Whether a run had better not end with it.
bool leads_on(std::string_view word) {
  const auto lower = lower_case(word);
  return std::ranges::find(little_words, lower) != little_words.end() ||
         std::ranges::find(common_words, lower) != common_words.end();
}

// How many of the words say something.
std::size_t telling_of(WordSpan words) {
  return static_cast<std::size_t>(std::ranges::count_if(words, [](auto word) {
    return word.size() >= 4 && std::ranges::find(common_words, lower_case(word)) == common_words.end();
  }));
}

std::size_t letters_of(WordSpan words) {
  std::size_t letters = 0;
  for (const auto word : words) letters += word.size();
  return letters;
}

// How much a pattern of these words says: letters, and what else is not in every line.
std::size_t weight_of(WordSpan words, std::string_view pattern) {
  constexpr std::size_t address = 6;
  constexpr std::size_t end = 4;
  return letters_of(words) + (pattern.find("https?:") != std::string_view::npos ? address : 0) +
         (pattern.ends_with("|$)") ? end : 0);
}

// Looks for a pattern of a kind's words.
class Search {
 public:
  Search(const Samples& samples, const KindLines& lines, const Rivals& rivals, std::size_t owner)
      : samples_(samples), words_(samples.front().words), lines_(lines), rivals_(rivals), owner_(owner) {}

  // The shortest run with `least` words (or all) that will do, from the first word on or from the first one that it can begin
  // with.
  [[nodiscard]] std::optional<std::string> shortest_run(std::size_t least, Digits digits) {
    const auto telling = std::min(least_telling, telling_of(words_.first(std::min(most_words, words_.size()))));
    for (std::size_t begin = 0; begin < std::min(most_starts, words_.size()); ++begin) {
      const auto most = std::min(most_words, words_.size() - begin);
      if (begin > 0 && most < least) break;
      for (std::size_t count = std::min(least, most); count <= most; ++count) {
        const auto words = words_.subspan(begin, count);
        if (letters_of(words) < least_weight || telling_of(words) < telling) continue;
        if (count < most && leads_on(words.back())) continue;
        if (auto pattern = try_run({begin, begin + count}, digits)) return pattern;
      }
    }
    return std::nullopt;
  }

  // All words, or the last ones of very many, up to the end of the message.
  [[nodiscard]] std::optional<std::string> whole_message(Digits digits) {
    const auto begin = words_.size() > most_words ? words_.size() - most_words : 0;
    if (letters_of(words_.subspan(begin)) < least_letters || telling_of(words_.subspan(begin)) == 0) return std::nullopt;
    for (const auto end : message_ends) {
      if (auto pattern = try_run({begin, words_.size(), end}, digits)) return pattern;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string why_not() const {
    if (!tried_any_) return "too few fixed words to tell it from other lines";
    const auto lines = [](std::size_t count) { return count == 1 ? "line" : "lines"; };
    if (caught_.none()) return "no pattern of its words matches all its lines";
    if (caught_.explained == 0)
      return fmt::format("every pattern of its words also matches {} {} of other kinds", caught_.of_others,
                         lines(caught_.of_others));
    return fmt::format("every pattern of its words also matches {} {} that the rules explain already", caught_.explained,
                       lines(caught_.explained));
  }

 private:
  [[nodiscard]] std::optional<std::string> try_run(const Run& run, Digits digits) {
    auto pattern = PatternText(samples_, digits).of(run);
    const auto words = words_.subspan(run.begin, run.end - run.begin);
    if (!pattern || weight_of(words, *pattern) < least_weight) return std::nullopt;
    const auto regex = compile_pattern(*pattern);
    if (!regex) return std::nullopt;
    tried_any_ = true;
    const bool catches_all = std::ranges::all_of(lines_.whole, [&](const auto& line) { return matches(*regex, line); });
    if (!catches_all) return std::nullopt;
    caught_ = rivals_.caught_by(*regex, words, owner_);
    return caught_.none() ? pattern : std::nullopt;
  }

  const Samples& samples_;
  WordSpan words_;
  const KindLines& lines_;
  const Rivals& rivals_;
  std::size_t owner_;
  bool tried_any_ = false;
  Rivals::Caught caught_{};  // by the last one tried
};

}  // namespace

std::unique_ptr<re2::RE2> compile_pattern(const std::string& pattern) {
  RE2::Options options(RE2::Quiet);
  options.set_encoding(RE2::Options::EncodingLatin1);
  auto regex = std::make_unique<RE2>(pattern, options);
  return regex->ok() ? std::move(regex) : nullptr;
}

Proposal propose_pattern(std::span<const std::string> words, const KindLines& lines, const Rivals& rivals, std::size_t owner) {
  const auto samples = find_places(words, lines.messages);
  if (!samples || samples->empty()) return {"", "its lines are too long or too odd for a pattern"};
  if (const auto sentences = within_sentences(*samples)) {
    // A few words of a sentence begin many others.
    constexpr std::size_t telling_words = 6;
    if (auto pattern = Search(*sentences, lines, rivals, owner).shortest_run(telling_words, Digits::any)) return {*pattern, ""};
  }
  Search search(*samples, lines, rivals, owner);
  for (const auto digits : {Digits::any, Digits::same}) {
    if (auto pattern = search.shortest_run(least_words, digits)) return {*pattern, ""};
    if (auto pattern = search.whole_message(digits)) return {*pattern, ""};
  }
  return {"", search.why_not()};
}

Proposal propose_pattern(std::span<const std::string> words, const KindLines& lines, std::span<const std::string> explained) {
  Rivals rivals;
  for (const auto& line : explained) rivals.add(line);
  return propose_pattern(words, lines, rivals, Rivals::explained);
}

}  // namespace syncdx::gaps
