// The scanner against the obvious: RE2 on every line with every pattern. Random sets of random patterns, random texts, at every
// alignment of the text that the vector units of a CPU could tell apart.
#include "match/program.hpp"
#include "match/run_reader.hpp"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <array>
#include <map>
#include <optional>
#include <random>
#include <string>

namespace syncdx::match {
namespace {

constexpr unsigned fixed_seed = 20261123;

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  template <typename Choices>
  std::string one_of(const Choices& choices) {
    return std::string(choices[below(std::size(choices))]);
  }

 private:
  std::mt19937 engine_;
};

constexpr auto atoms = std::to_array<std::string_view>({"a",           "b",
                                                        "ab",          "A",
                                                        "k",           "s",
                                                        "0",           "[1-9]",
                                                        "e",           "f",
                                                        "[a-f]",       "[0-9a-f]",
                                                        "429",         "error",
                                                        "Error",       ".",
                                                        "\\s",         "\\S",
                                                        "\\d",         "\\w",
                                                        "\\W",         "[^x]",
                                                        "[a-c]",       "[^a\\d]",
                                                        "[[:space:]]", "[[:^alpha:]]",
                                                        "\\x00",       "\\xe9",
                                                        "\xe9",        "[\\xe0-\\xff]",
                                                        "\\t",         "\\r",
                                                        "\\v",         " ",
                                                        "-",           "\\.",
                                                        "\\\"",        "\\D",
                                                        "\\pL",        "(?i:ab)",
                                                        "(?s:.)",      "\\Qa.\\E",
                                                        "[]x]",        "_"});
constexpr auto repeats =
    std::to_array<std::string_view>({"", "", "", "", "*", "+", "?", "*?", "{2}", "{1,3}", "{2,}", "{0,9}", "{1,12}"});
constexpr auto assertions = std::to_array<std::string_view>({"\\b", "\\B", "\\b", ""});
constexpr auto pieces = std::to_array<std::string_view>(
    {"a",     "b",    "ab",   "A",    "B",  "k",  "K",  "s",  "x",  "0", "4",  "429",    "error",
     "Error", " ",    "\t",   "-",    ".",  "\"", "\r", "\v", "\f", "_", "\n", "\n",     "\n\n",
     "\xe9",  "\xc9", "\xff", "aaaa", "a.", "]",  "1",  "9",  "e",  "f", "7d", "c0ffee", "1e"});

std::string random_pattern(Random& random, int depth) {
  std::string pattern;
  for (auto parts = 1 + random.below(4); parts > 0; --parts) {
    const auto kind = random.below(10);
    if (kind == 0) pattern += random.one_of(assertions);
    if (depth > 0 && kind <= 2) {
      pattern += "(" + random_pattern(random, depth - 1) + "|" + random_pattern(random, depth - 1) + ")";
    } else if (depth > 0 && kind == 3) {
      pattern += "(?:" + random_pattern(random, depth - 1) + ")";
    } else {
      pattern += random.one_of(atoms);
    }
    pattern += random.one_of(repeats);
  }
  return pattern;
}

std::vector<std::string> random_patterns(Random& random, std::size_t count) {
  std::vector<std::string> patterns;
  while (patterns.size() < count) {
    auto pattern = random_pattern(random, 2);
    if (random.below(4) == 0) pattern.insert(0, "(?i)");
    if (random.below(8) == 0) pattern.insert(0, "^");
    if (random.below(8) == 0) pattern += "$";
    if (!check_pattern(pattern)) patterns.push_back(std::move(pattern));
  }
  return patterns;
}

std::string random_text(Random& random) {
  std::string text;
  for (auto n = random.below(60); n > 0; --n) {
    text += random.one_of(pieces);
    if (random.below(12) == 0) text += '\0';
  }
  return text;
}

std::vector<std::unique_ptr<RE2>> oracle_of(const std::vector<std::string>& patterns) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  std::vector<std::unique_ptr<RE2>> oracle;
  for (const auto& pattern : patterns) oracle.push_back(std::make_unique<RE2>(pattern, options));
  return oracle;
}

std::vector<LineHit> line_by_line(const std::vector<std::unique_ptr<RE2>>& oracle, std::string_view text) {
  std::vector<LineHit> hits;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    for (PatternIndex i = 0; i < oracle.size(); ++i) {
      if (RE2::PartialMatch(re2::StringPiece(text.data() + begin, end - begin), *oracle[i])) hits.push_back({begin, end, i});
    }
    begin = end + 1;
  }
  return hits;
}

std::vector<LineHit> scanned(Scanner& scanner, std::string_view text) {
  const auto hits = scanner.scan(text);
  return {hits.begin(), hits.end()};
}

std::string shown(const std::vector<std::string>& patterns, std::string_view text) {
  std::string out = "patterns:";
  for (const auto& pattern : patterns) out += "\n  " + RE2::QuoteMeta(pattern);
  return out + "\ntext: " + RE2::QuoteMeta(re2::StringPiece(text.data(), text.size()));
}

TEST_CASE("both engines and a restored program find what RE2 finds line by line") {
  INFO("seed " << fixed_seed);
  Random random(fixed_seed);
  std::size_t hit_count = 0;
  for (int round = 0; round < 50; ++round) {
    const auto patterns = random_patterns(random, 1 + random.below(12));
    const auto blocks = MatchProgram::compile(patterns);
    const auto lines = MatchProgram::compile(patterns, {.engine = Engine::re2});
    REQUIRE(blocks);
    REQUIRE(lines);
    const auto restored = MatchProgram::from_bytes(patterns, blocks->to_bytes());
    REQUIRE(restored.has_value() == (blocks->engine() == Engine::hyperscan));
    Scanner block_scanner(*blocks);
    Scanner line_scanner(*lines);
    Scanner restored_scanner(restored ? *restored : *blocks);
    const auto oracle = oracle_of(patterns);
    for (int i = 0; i < 12; ++i) {
      const auto text = random_text(random);
      const auto expected = line_by_line(oracle, text);
      hit_count += expected.size();
      INFO("round " << round << "\n" << shown(patterns, text));
      REQUIRE(scanned(block_scanner, text) == expected);
      REQUIRE(scanned(line_scanner, text) == expected);
      REQUIRE(scanned(restored_scanner, text) == expected);
    }
  }
  CHECK(hit_count > 1000);  // or the texts test nothing
}

TEST_CASE("where a block lies in memory changes nothing") {
  INFO("seed " << fixed_seed);
  Random random(fixed_seed + 1);
  constexpr std::size_t alignments = 64;
  for (int round = 0; round < 15; ++round) {
    const auto patterns = random_patterns(random, 1 + random.below(5));
    const auto program = MatchProgram::compile(patterns);
    REQUIRE(program);
    Scanner scanner(*program);
    const auto text = random_text(random) + random_text(random);
    const auto expected = line_by_line(oracle_of(patterns), text);
    INFO("round " << round << "\n" << shown(patterns, text));
    for (std::size_t offset = 0; offset < alignments; ++offset) {
      // Filled with bytes that match much: what lies around the block must not matter.
      std::string memory(text.size() + 2 * alignments, 'a');
      const auto base = alignments - reinterpret_cast<std::uintptr_t>(memory.data()) % alignments;
      const auto begin = (base + offset) % alignments;
      memory.replace(begin, text.size(), text);
      INFO("alignment " << offset);
      REQUIRE(scanned(scanner, std::string_view(memory).substr(begin, text.size())) == expected);
    }
  }
}

TEST_CASE("a text cut at line borders gives the hits of the whole") {
  INFO("seed " << fixed_seed);
  Random random(fixed_seed + 2);
  for (int round = 0; round < 40; ++round) {
    const auto patterns = random_patterns(random, 6);
    const auto program = MatchProgram::compile(patterns);
    REQUIRE(program);
    Scanner scanner(*program);
    const auto head = random_text(random) + "\n";
    const auto tail = random_text(random);
    auto parts = scanned(scanner, head);
    for (auto hit : scanned(scanner, tail)) {
      parts.push_back({hit.line_begin + head.size(), hit.line_end + head.size(), hit.pattern});
    }
    INFO("round " << round << "\n" << shown(patterns, head + tail));
    CHECK(scanned(scanner, head + tail) == parts);
  }
}

// `text` with other digits, and other bytes in its id runs.
std::string of_same_kinds(std::string text, Random& random) {
  for_each_run(text, [&](const Run& run) {
    for (auto at = run.begin; at < run.end; ++at) {
      if (run.is_id()) {
        text[at] = "0123456789abcdefABCDEF"[random.below(22)];
      } else if (text[at] >= '0' && text[at] <= '9') {
        text[at] = static_cast<char>('0' + random.below(10));
      }
    }
    if (!run.is_id()) return;
    const auto letter = run.begin + random.below(run.end - run.begin);
    const auto digit = letter + 1 < run.end ? letter + 1 : run.begin;
    text[letter] = "abcdefABCDEF"[random.below(12)];
    text[digit] = static_cast<char>('0' + random.below(10));
  });
  return text;
}

// Lines that differ in digits and ids only are one kind to the scanner: what it remembers of one must be true of the others. So
// often that it has thrown out what it took to be possible.
TEST_CASE("the same lines with other digits and ids give what RE2 finds in them") {
  INFO("seed " << fixed_seed);
  Random random(fixed_seed + 3);
  constexpr std::size_t variants = 16;
  std::size_t variants_that_differ = 0;
  std::size_t hits_of_kinds = 0;
  for (int round = 0; round < 40; ++round) {
    const auto patterns = random_patterns(random, 1 + random.below(12));
    const auto program = MatchProgram::compile(patterns);
    REQUIRE(program);
    Scanner scanner(*program);
    const auto oracle = oracle_of(patterns);
    const auto text = random_text(random) + random.one_of(pieces) + "429\n7" + random_text(random) + random.one_of(pieces);
    std::vector<std::string> texts{text};
    std::vector<std::vector<LineHit>> expected{line_by_line(oracle, text)};
    while (texts.size() < variants) {
      texts.push_back(of_same_kinds(text, random));
      expected.push_back(line_by_line(oracle, texts.back()));
      variants_that_differ += expected.back() != expected.front() ? 1U : 0U;
    }
    std::map<std::pair<LineKind, PatternIndex>, std::optional<std::size_t>> places;
    for (std::size_t i = 0; i < 300; ++i) {
      const auto& variant = texts[i % variants];
      const auto hits = scanned(scanner, variant);
      INFO("round " << round << "\n" << shown(patterns, variant));
      REQUIRE(hits == expected[i % variants]);
      if (i >= variants) continue;
      for (const auto& hit : hits) {
        if (!hit.of_kind) continue;
        ++hits_of_kinds;
        const auto line = std::string_view(variant).substr(hit.line_begin, hit.line_end - hit.line_begin);
        const auto place = program->find(hit.pattern, line);
        REQUIRE(places.emplace(std::pair(hit.kind, hit.pattern), place).first->second == place);
      }
    }
  }
  CHECK(variants_that_differ > 100);  // or no pattern told digits or ids apart
  CHECK(hits_of_kinds > 1000);
}

TEST_CASE("a block of many portions, long lines among them, gives what RE2 finds in each line") {
  const std::vector<std::string> patterns{"(?i)order \\d+ refused", "HTTP 4[02]9", "x{50}", "end$"};
  const auto program = MatchProgram::compile(patterns);
  REQUIRE(program);
  Scanner scanner(*program);
  std::string text;
  for (int i = 0; text.size() < (std::size_t{5} << 20); ++i) {
    text += "order " + std::to_string(i * 7919) + " refused with HTTP 4" + std::to_string(i % 100) + ", id " +
            std::to_string(i % 10) + "fe\n";
    if (i % 5000 == 0) text += std::string(static_cast<std::size_t>(i) + 100, 'x') + " order 7 refused end\n";
  }
  const auto expected = line_by_line(oracle_of(patterns), text);
  CHECK(expected.size() > 80'000);
  CHECK((scanned(scanner, text) == expected));
  CHECK((scanned(scanner, text) == expected));
}

}  // namespace
}  // namespace syncdx::match
