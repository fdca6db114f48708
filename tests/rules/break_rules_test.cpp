// Breaks each shipped rule file in many random ways and holds that `rules check` reports each break that changes what the rules
// say: caught / applied, by kind of break. Whether a break changes anything is found by comparing the loaded rule sets. The
// seed is fixed; BREAKS is the number for each file (default 1; 30 for the figure in the documentation), BREAK_SEED another
// seed.
#include "rules/load.hpp"
#include "support/rules_meaning.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace syncdx;

namespace {

using Lines = std::vector<std::string>;

class Breaker {
 public:
  explicit Breaker(unsigned seed) : random_(seed) {}

  using Break = std::function<std::optional<std::string>(Breaker&, const std::string&)>;
  static const std::vector<std::pair<std::string, Break>>& kinds();

  std::size_t pick(std::size_t count) { return count == 0 ? 0 : static_cast<std::size_t>(random_() % count); }

  // A random line for which `good` holds.
  std::optional<std::size_t> line(const Lines& lines, const std::function<bool(const std::string&)>& good) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (good(lines[i]) && lines[i].find_first_not_of(' ') != std::string::npos &&
          lines[i][lines[i].find_first_not_of(' ')] != '#')
        found.push_back(i);
    }
    if (found.empty()) return std::nullopt;
    return found[pick(found.size())];
  }

  // The begin of a random place of `what`.
  std::optional<std::size_t> place(const std::string& text, const std::string& what) {
    std::vector<std::size_t> found;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) found.push_back(at);
    if (found.empty()) return std::nullopt;
    return found[pick(found.size())];
  }

 private:
  std::mt19937 random_;
};

Lines split(const std::string& text) {
  Lines lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string join(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  return text;
}

std::size_t indentation(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }
bool any_line(const std::string&) { return true; }

// "key" of a line "  - key: value".
std::pair<std::size_t, std::size_t> key_of(const std::string& line) {
  auto begin = indentation(line);
  if (line.compare(begin, 2, "- ") == 0) begin += 2;
  const auto end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789", begin);
  return end != std::string::npos && end > begin && line[end] == ':' ? std::pair(begin, end) : std::pair(begin, begin);
}
bool has_key(const std::string& line) { return key_of(line).first != key_of(line).second; }
bool has_value(const std::string& line) { return has_key(line) && line.size() > key_of(line).second + 2; }
bool is_item(const std::string& line) {
  return line.compare(indentation(line), 5, "- id:") == 0 || line.compare(indentation(line), 10, "- refines:") == 0;
}

template <typename Change>
std::optional<std::string> on_line(Breaker& breaker, const std::string& text, bool (*good)(const std::string&), Change change) {
  auto lines = split(text);
  const auto at = breaker.line(lines, good);
  if (!at) return std::nullopt;
  change(lines, *at);
  return join(lines);
}

std::size_t item_end(const Lines& lines, std::size_t begin) {
  auto end = begin + 1;
  while (end < lines.size() && (lines[end].empty() || indentation(lines[end]) > indentation(lines[begin]))) ++end;
  return end;
}

// Another word of letters in place of the one at `at`.
void misspell(std::string& text, std::size_t begin, std::size_t end, Breaker& breaker) {
  if (end - begin < 2) return;
  const auto at = begin + breaker.pick(end - begin - 1);
  if (text[at] == text[at + 1]) {
    text.erase(at, 1);
  } else {
    std::swap(text[at], text[at + 1]);
  }
}

std::optional<std::string> delete_character(Breaker& breaker, const std::string& text, const std::string& characters) {
  auto at = breaker.place(text, std::string(1, characters[breaker.pick(characters.size())]));
  if (!at) return std::nullopt;
  auto result = text;
  result.erase(*at, 1);
  return result;
}

// A name in a map of weights.
std::optional<std::string> rename_reference(Breaker& breaker, const std::string& text) {
  auto at = breaker.place(text, ": often");
  if (!at) at = breaker.place(text, ": usually");
  if (!at) return std::nullopt;
  auto result = text;
  result.insert(*at, "_x");
  return result;
}

std::optional<std::string> number_out_of_range(Breaker& breaker, const std::string& text) {
  for (const auto* word : {": .", ": often", ": usually", ": common", ": rare"}) {
    const auto at = breaker.place(text, word);
    if (!at) continue;
    auto result = text;
    return result.replace(*at, std::string(word).size(), breaker.pick(2) == 0 ? ": -1" : ": 17");
  }
  return std::nullopt;
}

std::optional<std::string> misspell_word(Breaker& breaker, const std::string& text) {
  for (const auto* word : {"often", "usually", "sometimes", "rarely", "common", "rare", "escalate", "false", "true"}) {
    const auto at = breaker.place(text, std::string(": ") + word);
    if (!at || breaker.pick(3) == 0) continue;
    auto result = text;
    misspell(result, *at + 2, *at + 2 + std::string(word).size(), breaker);
    return result;
  }
  return std::nullopt;
}

const std::vector<std::pair<std::string, Breaker::Break>>& Breaker::kinds() {
  static const std::vector<std::pair<std::string, Break>> list{
      {"delete a key with its value",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, has_key, [](Lines& lines, std::size_t at) {
           const auto last = lines.begin() + static_cast<std::ptrdiff_t>(
                                                 lines[at][indentation(lines[at])] == '-' ? at + 1 : item_end(lines, at));
           if (lines[at][indentation(lines[at])] == '-' && at + 1 < lines.size()) lines[at + 1][indentation(lines[at])] = '-';
           lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at), last);
         });
       }},
      {"delete a key's word",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, has_key, [](Lines& lines, std::size_t at) {
           const auto [begin, end] = key_of(lines[at]);
           lines[at].erase(begin, end + 1 - begin);
         });
       }},
      {"delete a line",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, any_line,
                        [](Lines& lines, std::size_t at) { lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); });
       }},
      {"rename an id",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, is_item, [](Lines& lines, std::size_t at) { lines[at] += "_x"; });
       }},
      {"rename a reference", rename_reference},
      {"misspell a key",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, has_key, [&](Lines& lines, std::size_t at) {
           const auto [begin, end] = key_of(lines[at]);
           misspell(lines[at], begin, end, b);
         });
       }},
      {"misspell a word", misspell_word},
      {"a list for a value",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, has_value, [](Lines& lines, std::size_t at) {
           const auto begin = key_of(lines[at]).second + 2;
           lines[at] = lines[at].substr(0, begin) + "[" + lines[at].substr(begin) + "]";
         });
       }},
      {"a map for a value",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, has_value, [](Lines& lines, std::size_t at) {
           const auto begin = key_of(lines[at]).second + 2;
           lines[at] = lines[at].substr(0, begin) + "{x: " + lines[at].substr(begin) + "}";
         });
       }},
      {"break the indentation",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, any_line, [&](Lines& lines, std::size_t at) {
           const auto by = 1 + b.pick(3);
           if (b.pick(2) == 0) {
             lines[at].insert(0, by, ' ');
           } else {
             lines[at].erase(0, std::min(by, indentation(lines[at])));
           }
         });
       }},
      {"a tab for blanks",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, any_line, [](Lines& lines, std::size_t at) {
           if (indentation(lines[at]) >= 2) lines[at].replace(0, 2, "\t");
         });
       }},
      {"duplicate a line",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, any_line, [](Lines& lines, std::size_t at) {
           const auto copy = lines[at];
           lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), copy);
         });
       }},
      {"duplicate an item",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, is_item, [](Lines& lines, std::size_t at) {
           const Lines item(lines.begin() + static_cast<std::ptrdiff_t>(at),
                            lines.begin() + static_cast<std::ptrdiff_t>(item_end(lines, at)));
           lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), item.begin(), item.end());
         });
       }},
      {"swap neighbouring lines",
       [](Breaker& b, const std::string& text) {
         return on_line(b, text, any_line, [](Lines& lines, std::size_t at) {
           if (at + 1 < lines.size()) std::swap(lines[at], lines[at + 1]);
         });
       }},
      {"delete a quote", [](Breaker& b, const std::string& text) { return delete_character(b, text, "\"'"); }},
      {"delete a bracket", [](Breaker& b, const std::string& text) { return delete_character(b, text, "[]{}()"); }},
      {"delete a colon", [](Breaker& b, const std::string& text) { return delete_character(b, text, ":"); }},
      {"a number out of range", number_out_of_range},
      {"cut the file off",
       [](Breaker& b, const std::string& text) { return std::optional(text.substr(0, b.pick(text.size()))); }},
  };
  return list;
}

struct Count {
  int applied = 0;
  int caught = 0;
};

}  // namespace

TEST_CASE("breaks of the shipped rule files that change what they say are reported") {
  const std::vector<std::string> paths{SYNCDX_SOURCE_DIR "/rules"};
  const auto read = rules::read_rule_files(paths);
  REQUIRE(read);
  const auto whole = rules::load_rules(*read);
  REQUIRE(whole);
  const auto meant = test::meaning(whole->value);
  const auto known_warnings = whole->warnings.size();
  const auto* wanted = std::getenv("BREAKS");
  const auto* seed = std::getenv("BREAK_SEED");
  const int each = wanted != nullptr ? std::atoi(wanted) : 1;
  Breaker breaker(seed != nullptr ? static_cast<unsigned>(std::atoi(seed)) : 20261125U);
  std::map<std::string, Count> counts;
  Count all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < read->size(); ++i) {
    for (int n = 0; n < each; ++n) {
      const auto& [kind, apply] = Breaker::kinds()[next++ % Breaker::kinds().size()];
      auto files = *read;
      const auto broken = apply(breaker, files[i].text);
      if (!broken || *broken == files[i].text) continue;
      files[i].text = *broken;
      const auto loaded = rules::load_rules(std::move(files));
      if (loaded && test::meaning(loaded->value) == meant) continue;  // it changes nothing
      const bool caught = !loaded || loaded->warnings.size() > known_warnings;
      auto& count = counts[kind];
      ++count.applied;
      ++all.applied;
      count.caught += caught ? 1 : 0;
      all.caught += caught ? 1 : 0;
    }
  }
  for (const auto& [kind, count] : counts) std::cout << kind << ": " << count.caught << " / " << count.applied << '\n';
  std::cout << "caught " << all.caught << " of " << all.applied << " breaks\n";
  REQUIRE(all.applied > 40);
  // A sample of some fifty breaks scatters by three in a hundred around .95, which 542 breaks gave. What is left are breaks
  // that no check can see: another order of instructions, a line of them or a guide id less, an apostrophe.
  CHECK(all.caught * 100 >= all.applied * 88);
}
