#include "match/program.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>

namespace syncdx::match {
namespace {

std::vector<LineHit> hits(const MatchProgram& program, std::string_view block) {
  Scanner scanner(program);
  const auto found = scanner.scan(block);
  return {found.begin(), found.end()};
}

MatchProgram program(std::vector<std::string> patterns, Engine engine = Engine::automatic) {
  auto compiled = MatchProgram::compile(std::move(patterns), {.engine = engine});
  REQUIRE(compiled);
  return std::move(*compiled);
}

const auto engines = {Engine::automatic, Engine::re2};

TEST_CASE("every pattern that hits a line is reported once for it, by line, then pattern") {
  const auto engine = GENERATE(values(engines));
  const auto compiled = program({"b", "a.*", "(?i)TOKEN"}, engine);
  CHECK(hits(compiled, "aab\nnone\ntoken b\n") == std::vector<LineHit>{{0, 3, 0}, {0, 3, 1}, {9, 16, 0}, {9, 16, 2}});
}

TEST_CASE("nothing matches across a line break, and the ends of a line are the ends of the text") {
  const auto engine = GENERATE(values(engines));
  const auto compiled = program({R"(a\sb)", "a[^x]b", "(?s)a.b", "^b$", R"(a\W*b)", R"(\Ab\z)"}, engine);
  CHECK(hits(compiled, "a\nb\na\n\nb") == std::vector<LineHit>{{2, 3, 3}, {2, 3, 5}, {7, 8, 3}, {7, 8, 5}});
}

TEST_CASE("a carriage return, a NUL and bytes beyond ASCII are ordinary bytes of a line") {
  const auto engine = GENERATE(values(engines));
  const auto compiled = program({"a$", R"(a\r$)", R"(x\x00y)", "\xc3\xa9", R"(\w)"}, engine);
  CHECK(hits(compiled, std::string("a\r\nx\0y\n\xc3\xa9\n", 10)) ==
        std::vector<LineHit>{{0, 2, 1}, {0, 2, 4}, {3, 6, 2}, {3, 6, 4}, {7, 9, 3}});
}

TEST_CASE("an empty block, empty lines and a program without patterns give no hits") {
  const auto engine = GENERATE(values(engines));
  CHECK(hits(program({"a"}, engine), "").empty());
  CHECK(hits(program({"a", "^.", "[^a]"}, engine), "\n\n\n").empty());
  CHECK(hits(program({}, engine), "abc\n").empty());
}

TEST_CASE("a scanner forgets the block before") {
  const auto compiled = program({"a"});
  Scanner scanner(compiled);
  CHECK(scanner.scan("xa\n").size() == 1);
  CHECK(scanner.scan("xx\n").empty());
  CHECK(scanner.scan("xa\n").size() == 1);
}

TEST_CASE("a pattern that is refused is described, with its place where it is known") {
  struct Row {
    std::string regex;
    std::string message;
    std::optional<std::size_t> offset;
  };
  const auto [regex, message, offset] = GENERATE(values<Row>({
      {"", "empty", {}},
      {"a(b", "missing )", 0},
      {"ab(?=c)", "(?=", {}},
      {R"(ab\h)", "invalid escape sequence", 2},
      {R"((a)\1)", "invalid escape sequence", 3},
      {"(?x)a b", "invalid perl operator", 0},
      {R"(a\p{Foo})", "invalid character class", 1},
      {"a*", "empty string", {}},
      {R"(\b)", "empty string", {}},
      {"foo|", "empty string", {}},
      {R"(foo\nbar)", "line break", 3},
      {"a{1001}", "repetition", 1},
      {std::string(5000, 'a'), "at most 4096", {}},
  }));
  CAPTURE(regex);
  const auto problem = check_pattern(regex);
  REQUIRE(problem);
  CHECK_THAT(problem->message, Catch::Contains(message));
  if (offset) CHECK(problem->offset == offset);
}

TEST_CASE("patterns in use are accepted") {
  const auto* const regex = GENERATE("abc", R"((?i)\brate.?limit(?:ed|s|ing)?\b)", "^a", R"(a\z)", R"((?P<code>\d{3}) )",
                                     R"((?:^|\s)429(?:\s|$))", R"(["'\\]*error["'\\]*\s*[:=])", "a.{0,200}b", R"(\QC:\x\E)");
  CAPTURE(regex);
  CHECK_FALSE(check_pattern(regex));
}

TEST_CASE("compiling names every bad pattern") {
  const auto compiled = MatchProgram::compile({"ok", "a(", "fine", "b*"});
  REQUIRE_FALSE(compiled);
  REQUIRE(compiled.error().size() == 2);
  CHECK(compiled.error()[0].pattern == 1);
  CHECK(compiled.error()[1].pattern == 3);
}

TEST_CASE("the place of the first match in a line is found") {
  const auto compiled = program({"b+", "^x", R"(\d+$)"});
  CHECK(compiled.find(0, "aabbb b") == 2);
  CHECK(compiled.find(1, "ax") == std::nullopt);
  CHECK(compiled.find(2, "12 345") == 3);
}

TEST_CASE("a pattern that is too large for Hyperscan is found all the same") {
  const std::string large = "(?:[ab].{20}){40}x";
  const auto hit = std::string(40 * 21, 'a') + "x plain";
  const auto miss = std::string(40 * 21, 'a') + "y plain";
  const auto block = miss + "\n" + hit + "\n";
  const auto second = miss.size() + 1;
  const std::vector<LineHit> expected{{0, miss.size(), 0}, {second, second + hit.size(), 0}, {second, second + hit.size(), 1}};
  REQUIRE_FALSE(check_pattern(large));
  const auto engine = GENERATE(values(engines));
  const auto compiled = program({"plain", large}, engine);
  CHECK(hits(compiled, block) == expected);
  if (compiled.engine() == Engine::re2) return;
  const auto restored = MatchProgram::from_bytes({"plain", large}, compiled.to_bytes());
  REQUIRE(restored);
  CHECK(hits(*restored, block) == expected);
  CHECK(hits(program({large}), block) == std::vector<LineHit>{{second, second + hit.size(), 0}});
}

TEST_CASE("a program made from bytes finds what the compiled one finds") {
  const std::vector<std::string> patterns{"b", "a.*c", R"((?i)\btoken\b)"};
  const auto compiled = program(patterns);
  const auto bytes = compiled.to_bytes();
  if (compiled.engine() == Engine::re2) {
    CHECK(bytes.empty());
    return;
  }
  const auto restored = MatchProgram::from_bytes(patterns, bytes);
  REQUIRE(restored);
  CHECK(restored->size() == 3);
  const std::string_view text = "abc\nTOKEN b\nnothing\n";
  CHECK(hits(*restored, text) == hits(compiled, text));
  CHECK(hits(*restored, text).size() == 4);
}

TEST_CASE("bytes of other patterns, cut bytes and changed bytes are refused") {
  const std::vector<std::string> patterns{"abc", "d"};
  const auto compiled = program(patterns);
  if (compiled.engine() == Engine::re2) return;
  const auto bytes = compiled.to_bytes();
  CHECK_FALSE(MatchProgram::from_bytes({"abc"}, bytes));
  CHECK_FALSE(MatchProgram::from_bytes({"abc", "e"}, bytes));
  CHECK_FALSE(MatchProgram::from_bytes({"ab", "cd"}, bytes));
  CHECK_FALSE(MatchProgram::from_bytes(patterns, ""));
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    CHECK_FALSE(MatchProgram::from_bytes(patterns, bytes.substr(0, size)));
  }
  for (std::size_t place = 0; place < bytes.size(); place += 5) {
    auto changed = bytes;
    changed[place] = static_cast<char>(changed[place] ^ 0x10);
    CHECK_FALSE(MatchProgram::from_bytes(patterns, changed));
  }
}

TEST_CASE("the program without patterns survives the way through bytes") {
  const auto compiled = program({});
  if (compiled.engine() == Engine::re2) return;
  const auto restored = MatchProgram::from_bytes({}, compiled.to_bytes());
  REQUIRE(restored);
  CHECK(restored->size() == 0);
}

TEST_CASE("many threads may find and scan with one program") {
  const auto compiled = program({"b+", R"(\d+)", "x"});
  std::vector<std::size_t> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& sum : found) {
      threads.emplace_back([&compiled, &sum] {
        Scanner scanner(compiled);
        for (int i = 0; i < 200; ++i) {
          for (const auto& hit : scanner.scan("abb 12\nx\n")) sum += compiled.find(hit.pattern, "abb 12x").value_or(100);
        }
      });
    }
  }
  CHECK(found == std::vector<std::size_t>(4, 200 * (1 + 4 + 6)));
}

}  // namespace
}  // namespace syncdx::match
