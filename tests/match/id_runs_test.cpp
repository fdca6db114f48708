#include "match/id_runs.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncdx::match {
namespace {

PatternNode parsed(const std::string& regex) {
  AtomReader atoms;
  return parse_line_pattern(regex, atoms).value();
}

TEST_CASE("an id run is of hexadecimal digits only, a letter and a decimal digit among them") {
  CHECK(holds_id_run("job=8f03c2 ready"));
  CHECK(holds_id_run("9e"));
  CHECK(holds_id_run("x-9E1b_"));
  CHECK_FALSE(holds_id_run("dead beef 4711 429"));
  CHECK_FALSE(holds_id_run("x9e1b 9e1by oauth2"));
}

TEST_CASE("a pattern is blind to ids if no match gets past one by telling its bytes apart") {
  const auto [pattern, blind] = GENERATE(table<std::string, bool>({
      {R"(session \S+ (?:failed|done))", true},
      {R"(\b\d+ rows)", true},
      {R"(\b\d+\b)", true},
      {R"((?i)\bbad request\b)", true},
      {R"((?i)\bbad\b.{0,9}\bfeed\b)", true},
      {R"(id [0-9a-fA-F]{8,})", true},
      {R"(\w*error)", true},
      {R"(failed|\bdeleted\b)", true},
      {R"(^\d{4}-\d\d$)", true},
      {R"(shop\d+\.example)", true},
      {R"(\d+ rows)", false},
      {R"(\bbad)", false},
      {R"(rows: \d+)", false},  // the end of a match may be in the middle of a run
      {R"((?i)dead.{0,9}lock)", false},
      {R"(_[a-f]+)", false},
      {R"(^\d+)", false},
      {R"(\d+$)", false},
      {R"(\B\d\b)", false},
      {R"([0-9a-f]{3,5} left)", false},  // of upper case, none
      {R"((?:[^ ]\d)+ )", false},
  }));
  INFO(pattern);
  CHECK(is_id_blind(parsed(pattern)) == blind);
  CHECK(is_id_blind(id_blinded(parsed(pattern))));
}

TEST_CASE("a pattern of many optional parts is tested in no time") {
  std::string pattern = "z";
  for (int i = 0; i < 4; ++i) pattern = "(?:\\d?[a-c]?){900}" + pattern;
  CHECK(is_id_blind(parsed(pattern)));  // no id can stand before the z
}

TEST_CASE("a pattern of very many states is not said to be blind") {
  CHECK_FALSE(is_id_blind(parsed("(?:(?:x{30}){30}){30}")));
}

}  // namespace
}  // namespace syncdx::match
