#include "match/line_memo.hpp"

#include "match/digits.hpp"
#include "match/pattern_form.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace syncdx::match {
namespace {

TEST_CASE("a pattern is blind to digits if each of its byte sets holds all or none") {
  const auto [pattern, blind] = GENERATE(table<std::string, bool>({{"order refused", true},
                                                                   {R"(order \d+ refused)", true},
                                                                   {R"(\b\w{3,}\b.{0,9}[^,])", true},
                                                                   {"(?i)[0-9a-f]{8}", true},
                                                                   {R"(^\D+$)", true},
                                                                   {"HTTP 429", false},
                                                                   {R"([1-9]\d*)", false},
                                                                   {"a|(?:b|(c[0-8])?)d", false},
                                                                   {"[^5]", false}}));
  AtomReader atoms;
  const auto node = parse_line_pattern(pattern, atoms);
  REQUIRE(node);
  INFO(pattern);
  CHECK(is_digit_blind(*node) == blind);
  CHECK(is_digit_blind(digit_blinded(*node)));
}

TEST_CASE("a pattern blinded to digits takes any digit where it took one") {
  AtomReader atoms;
  CHECK(blinded_regex(R"(HTTP 4[02]9\b)", Ids::some, atoms) == R"(HTTP\x20[0-9][0-9][0-9]\b)");
  // And, where the end of a match may lie within an id, any hexadecimal digit.
  CHECK(blinded_regex("HTTP 42[ex]", Ids::some, atoms) == R"(HTTP\x20[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-fx])");
  CHECK(blinded_regex("HTTP 42[ex]", Ids::none, atoms) == R"(HTTP\x20[0-9][0-9][ex])");
  CHECK(blinded_regex(R"(\bFBA\b|42[ex])", Ids::some, atoms) == R"((?:\bFBA\b|[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-fx]))");
}

TEST_CASE("a pattern needs three digits that stand in each of its matches") {
  using Triples = std::vector<DigitTriple>;
  const auto [pattern, needed] = GENERATE(table<std::string, Triples>({{"HTTP 429", {429}},
                                                                       {"(?:status|code) (?:429|50[34])\\b", {429, 503, 504}},
                                                                       {"a1200b|00[0-9]?7|007", {}},
                                                                       {"a1200b|(?:x(?:007)+)", {7, 120}},
                                                                       {"1[0-9][0-9]", {}},
                                                                       {"[0-9][0-9][0-9] of 250", {250}},
                                                                       {"12 [34]", {}},
                                                                       {"(?:429)?x", {}},
                                                                       {"12[3x]", {}}}));
  INFO(pattern);
  AtomReader atoms;
  CHECK(needed_triples(parse_line_pattern(pattern, atoms).value()) == needed);
  const auto triples = triples_of("429 of 12/0071");
  CHECK(triples.count() == 3);
  CHECK((triples[429] && triples[7] && triples[71]));
}

TEST_CASE("a kind is the line with a 0 in place of each digit and one run for all ids of a length") {
  std::string kinds;
  write_kinds("09:41 HTTP 429\nsku A-7x \xe9 id=9E1b-77aa_dead beef1", kinds);
  CHECK(kinds == "00:00 HTTP 000\nsku A-0x \xe9 id=a000-a000_dead a0000");
}

TEST_CASE("a kind keeps its patterns until all are forgotten") {
  LineMemo memo;
  const auto first = memo.find("GET 000");
  REQUIRE(first.is_new);
  const std::vector<PatternIndex> certain{3, 5};
  const std::vector<PatternIndex> possible{4};
  memo.set_patterns(first.kind, {certain, possible});
  CHECK(memo.patterns(memo.add_unnamed()).certain.empty());
  // Through many times of growing.
  for (int i = 0; i < 5000; ++i)
    CHECK(memo.find(std::string(static_cast<std::size_t>(i % 100) + 1, 'x') + std::to_string(i)).is_new);
  const auto again = memo.find("GET 000");
  CHECK_FALSE(again.is_new);
  CHECK(std::ranges::equal(memo.patterns(again.kind).certain, certain));
  CHECK(std::ranges::equal(memo.patterns(again.kind).possible, possible));
  CHECK(memo.count_use(again.kind) == 1);
  CHECK(memo.count_use(again.kind) == 2);
  memo.erase_possible(again.kind, [](PatternIndex pattern) { return pattern == 4; });
  CHECK(memo.patterns(again.kind).possible.empty());
  CHECK(std::ranges::equal(memo.patterns(again.kind).certain, certain));
  memo.forget_if_full();
  CHECK_FALSE(memo.find("GET 000").is_new);
  (void)memo.find(std::string(LineMemo::max_bytes, 'y'));
  memo.forget_if_full();
  const auto anew = memo.find("GET 000");
  CHECK(anew.is_new);
  CHECK(anew.kind > again.kind);  // numbers are not used again
}

}  // namespace
}  // namespace syncdx::match
