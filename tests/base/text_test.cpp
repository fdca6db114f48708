#include "base/text.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace syncdx;

TEST_CASE("edit distance counts insertions, deletions, substitutions and swaps") {
  struct Row {
    std::string_view a, b;
    std::size_t distance;
  };
  for (const auto& [a, b, distance] :
       {Row{"", "", 0}, Row{"abc", "abc", 0}, Row{"abc", "", 3}, Row{"kitten", "sitting", 3}, Row{"expird", "expired", 1},
        Row{"ab", "ba", 1}, Row{"usualy", "usually", 1}, Row{"abcd", "acbd", 1}}) {
    CAPTURE(a, b);
    CHECK(edit_distance(a, b) == distance);
    CHECK(edit_distance(b, a) == distance);
  }
}

TEST_CASE("the nearest name is offered only if it is near enough to be a slip") {
  const std::vector<std::string> names{"always", "usually", "often"};
  CHECK(nearest_name("usualy", names) == "usually");
  CHECK(nearest_name("oftne", names) == "often");
  CHECK_FALSE(nearest_name("banana", names));
}

TEST_CASE("broken UTF-8 and control characters are replaced, good text is kept") {
  struct Row {
    std::string_view bytes, text;
  };
  for (const auto& [bytes, text] :
       {Row{"plain", "plain"}, Row{"caf\xC3\xA9 \xF0\x9F\x9A\x80", "café 🚀"}, Row{"\xC3(", "\uFFFD("},
        Row{"\xC0\xAF", "\uFFFD\uFFFD"}, Row{"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"}, Row{"a\x1B[31m", "a\uFFFD[31m"},
        Row{"tab\tand\nline", "tab\tand\nline"},
        Row{"\xE2\x80\xAE"
            "evil",
            "\uFFFDevil"},
        Row{"\xF5", "\uFFFD"}}) {
    CHECK(repair_utf8(bytes) == text);
  }
}

TEST_CASE("repaired text is a fixed point of repairing") {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random());
    const auto once = repair_utf8(bytes);
    REQUIRE(repair_utf8(once) == once);
  }
}

TEST_CASE("text is shortened by code points and wrapped at spaces") {
  CHECK(shorten("abcdef", 6) == "abcdef");
  CHECK(shorten("abcdefg", 6) == "abcde…");
  CHECK(shorten("ééé", 2) == "é…");
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("incomprehensible word", 5) == std::vector<std::string>{"incomprehensible", "word"});
  CHECK(wrap("", 10) == std::vector<std::string>{""});
}
