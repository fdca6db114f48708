#include "match/line_pattern.hpp"

#include "match/regex_options.hpp"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <string>

namespace syncdx::match {
namespace {

struct Printed {
  std::string_view regex;
  std::string_view hyperscan;
};

std::string printed(std::string_view regex) {
  AtomReader atoms;
  const auto node = parse_line_pattern(regex, atoms);
  return node ? to_hyperscan(*node) : "problem: " + node.error().message;
}

TEST_CASE("a pattern is printed with byte sets, groups, repeats, choices and assertions only") {
  const auto [regex, expected] = GENERATE(values<Printed>({
      {"abc", "abc"},
      {"a.c", R"(a[^\x0a]c)"},
      {"(?s)a.c", R"(a[^\x0a]c)"},
      {R"(a\sb)", R"(a[\x09\x0c\x0d\x20]b)"},
      {R"(a\vb)", R"(a\x0bb)"},
      {"a[^x]b", R"(a[^\x0ax]b)"},
      {R"([\r\n]a)", R"(\x0da)"},
      {R"(\d+)", "[0-9]+"},
      {"[[:alpha:]_]", R"([A-Z\x5fa-z])"},
      {"[]a]", R"([\x5da])"},
      {R"([a\]b])", R"([\x5dab])"},
      {"[[a]", R"([\x5ba])"},
      {R"([\x{41}-C])", "[A-C]"},
      {R"(\x41\x{42}\103)", "ABC"},
      {"(?i)aB", "[Aa][Bb]"},
      {"(?i:a)b", "[Aa]b"},
      {"a(?i)b|c", "(?:a[Bb]|[Cc])"},
      {"(?i)a(?-i)b", "[Aa]b"},
      {"(a(?i)b)c", "a[Bb]c"},
      {"(?i)k", "[Kk]"},
      {"(?i)\xe9", R"([\xc9\xe9])"},
      {"(?i)[\xe9]", R"([\xc9\xe9])"},
      {"(?P<name>a|b)c", "(?:a|b)c"},
      {R"(\Aa$)", "^a$"},
      {R"(^a\z)", "^a$"},
      {R"(\ba\B)", R"(\ba\B)"},
      {R"(\Qa.b\E+c)", R"(a\x2eb+c)"},
      {R"(\Qa.b)", R"(a\x2eb)"},
      {"a*?b+?c??", "a*b+c{0,1}"},
      {"a{2}b{2,}c{2,5}", "a{2,2}b{2,}c{2,5}"},
      {"a{2", R"(a\x7b2)"},
      {"a{,3}", R"(a\x7b\x2c3\x7d)"},
      {"ba{0}", "b"},
      {"(ab)+", "(?:ab)+"},
      {R"(\pL)", R"([A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\xff])"},
      {"a|", "(?:a|)"},
  }));
  CAPTURE(regex);
  CHECK(printed(regex) == expected);
}

TEST_CASE("what may be empty at the ends of a pattern is dropped, what an assertion holds is kept") {
  const auto [regex, expected] = GENERATE(values<Printed>({
      {".*a.*", "a"},
      {"a+", "a"},
      {"a{2,9}", "a{2,2}"},
      {"(ab)+", "ab"},
      {"(?:x?a|b.*)c(?:d|e*)", "(?:a|b[^\\x0a]*)c"},
      {"a(?:b*c|d+)", "a(?:b*c|d)"},
      {"^.*a.*$", R"(^[^\x0a]*a[^\x0a]*$)"},
      {R"(a.*\b)", R"(a[^\x0a]*\b)"},
      {"(?:(?:a?)b?)?c(?:)", "c"},
  }));
  CAPTURE(regex);
  AtomReader atoms;
  auto node = parse_line_pattern(regex, atoms);
  REQUIRE(node);
  CHECK(to_hyperscan(without_open_ends(std::move(*node))) == expected);
}

TEST_CASE("the length of the shortest match is known") {
  struct Row {
    std::string_view regex;
    std::size_t length;
  };
  const auto [regex, length] = GENERATE(
      values<Row>({{"abc", 3}, {"a*", 0}, {"a|", 0}, {R"(\b)", 0}, {"^$", 0}, {"(?:ab|c)d{3}e?", 4}, {"(a{2}){3}", 6}}));
  CAPTURE(regex);
  AtomReader atoms;
  const auto node = parse_line_pattern(regex, atoms);
  REQUIRE(node);
  CHECK(shortest_match(*node) == length);
}

TEST_CASE("an atom that only a line break could match is a problem at its place") {
  struct Row {
    std::string_view regex;
    std::size_t offset;
  };
  const auto [regex, offset] =
      GENERATE(values<Row>({{R"(ab\nc)", 2}, {"a\nb", 1}, {R"(a[\n])", 1}, {R"(x\x0a)", 1}, {R"(a\012)", 1}}));
  CAPTURE(regex);
  AtomReader atoms;
  const auto node = parse_line_pattern(regex, atoms);
  REQUIRE_FALSE(node);
  CHECK(node.error().offset == offset);
  CHECK_THAT(node.error().message, Catch::Contains("line break"));
}

}  // namespace
}  // namespace syncdx::match
