#include "gaps/propose_pattern.hpp"

#include "gaps/words.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>

namespace syncdx::gaps {
namespace {

constexpr std::size_t least_words = 3;
constexpr std::size_t least_letters = 10;  // in all words of a pattern: shorter ones say too little
constexpr std::size_t least_telling = 2;   // words that say something, if there are so many
constexpr std::size_t most_words = 16;
constexpr std::size_t widest_window = 400;
constexpr std::size_t longest_literal = 12;  // of what stands between two words

bool is_word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Only what means something in RE2: rules are read by people.
std::string escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

// The places of a template's fixed words in one sample.
using Places = std::vector<std::string_view>;

std::optional<Places> places_of(std::span<const std::string> words, std::string_view sample) {
  Places places;
  split_words(sample, places);
  if (places.size() != words.size()) return std::nullopt;
  Places fixed;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) continue;
    if (places[i] != words[i]) return std::nullopt;
    fixed.push_back(places[i]);
  }
  return fixed;
}

std::string_view between(std::string_view before, std::string_view after) {
  const char* begin = before.data() + before.size();
  return {begin, static_cast<std::size_t>(after.data() - begin)};
}

// Inside a JSON line these may stand escaped. A word here is one that is left out on purpose.
bool is_plain(std::string_view text) {
  return text.find_first_of("\"\\/") == std::string_view::npos && std::ranges::none_of(text, is_word_char);
}

// What joins two words in every sample: the same text, or a window that holds the longest of them twice over.
std::string joint(std::span<const Places> samples, std::size_t index) {
  const auto first = between(samples.front()[index], samples.front()[index + 1]);
  std::size_t longest = 0;
  bool same = first.size() <= longest_literal && is_plain(first);
  for (const auto& places : samples) {
    const auto text = between(places[index], places[index + 1]);
    longest = std::max(longest, text.size());
    same = same && text == first;
  }
  if (same) return escape(first);
  constexpr std::size_t step = 20;
  return fmt::format(".{{0,{}}}", std::min(widest_window, (2 * longest / step + 1) * step));
}

// The pattern of the first `count` fixed words.
std::string pattern_of(std::span<const Places> samples, std::size_t count) {
  const auto& first = samples.front();
  std::string pattern = is_word_char(first[0].front()) ? "\\b" : "";
  for (std::size_t i = 0; i < count; ++i) {
    pattern += escape(first[i]);
    if (i + 1 < count) pattern += joint(samples, i);
  }
  if (is_word_char(first[count - 1].back())) pattern += "\\b";
  return pattern;
}

std::unique_ptr<re2::RE2> compile(const std::string& pattern) {
  RE2::Options options(RE2::Quiet);
  options.set_encoding(RE2::Options::EncodingLatin1);
  auto regex = std::make_unique<RE2>(pattern, options);
  return regex->ok() ? std::move(regex) : nullptr;
}

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

// The words that stand in the sentences; nullopt where a message has none, or another one than the first.
std::optional<std::vector<Places>> within_sentences(const std::vector<Places>& places,
                                                    const std::vector<std::string>& messages) {
  std::vector<Places> kept;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto sentence = sentence_in(messages[i]);
    auto& words = kept.emplace_back();
    std::ranges::copy_if(places[i], std::back_inserter(words), [&](auto word) {
      return word.data() >= sentence.data() && word.data() + word.size() <= sentence.data() + sentence.size();
    });
    if (words.empty() || !std::ranges::equal(words, kept.front())) return std::nullopt;
  }
  return kept;
}

// Words of four letters and more that stand in sentences about anything.
constexpr auto common_words = std::to_array<std::string_view>(
    {"been", "does",  "doesn't", "don't", "from", "have", "haven't", "into",  "must", "should", "than",
     "that", "their", "then",    "there", "this", "were", "when",    "which", "will", "with",   "your"});

// How many of the words say something.
std::size_t telling_of(const Places& words, std::size_t count) {
  return static_cast<std::size_t>(std::ranges::count_if(std::span(words).first(count), [](auto word) {
    return word.size() >= 4 && std::ranges::find(common_words, lower_case(word)) == common_words.end();
  }));
}

std::size_t letters_of(const Places& words, std::size_t count) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < count; ++i) letters += words[i].size();
  return letters;
}

// The shortest run of the words, from the first one on, that has `least` of them (or all) and leaves `explained` alone.
Proposal shortest_pattern(const std::vector<Places>& places, std::size_t least, const KindLines& lines,
                          std::span<const std::string> explained) {
  const std::size_t most = std::min(most_words, places.front().size());
  if (most == 0 || letters_of(places.front(), most) < least_letters) {
    return {"", "too few fixed words to tell it from other lines"};
  }
  std::size_t caught = 0;
  for (std::size_t count = std::min(least, most); count <= most; ++count) {
    const auto telling = std::min(least_telling, telling_of(places.front(), most));
    if (letters_of(places.front(), count) < least_letters || telling_of(places.front(), count) < telling) continue;
    const auto pattern = pattern_of(places, count);
    const auto regex = compile(pattern);
    if (!regex) return {"", "its words make no pattern"};
    const bool catches_all = std::ranges::all_of(lines.whole, [&](const auto& line) { return matches(*regex, line); });
    if (!catches_all) continue;
    caught =
        static_cast<std::size_t>(std::ranges::count_if(explained, [&](const auto& line) { return matches(*regex, line); }));
    if (caught == 0) return {pattern, ""};
  }
  return {"", fmt::format("every pattern of its words also matches {} {} that the rules explain already", caught,
                          caught == 1 ? "line" : "lines")};
}

}  // namespace

Proposal propose_pattern(std::span<const std::string> words, const KindLines& lines, std::span<const std::string> explained) {
  std::vector<Places> places;
  for (const auto& sample : lines.messages) {
    if (auto found = places_of(words, sample)) places.push_back(std::move(*found));
  }
  if (places.size() != lines.messages.size() || places.empty()) return {"", "its lines are too long or too odd for a pattern"};
  if (auto sentences = within_sentences(places, lines.messages)) {
    // A few words of a sentence begin many others.
    constexpr std::size_t telling_words = 6;
    auto proposal = shortest_pattern(*sentences, telling_words, lines, explained);
    if (!proposal.pattern.empty()) return proposal;
  }
  return shortest_pattern(places, least_words, lines, explained);
}

}  // namespace syncdx::gaps
