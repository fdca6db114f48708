#include "rules/unpaired.hpp"

#include <catch2/catch.hpp>

#include <string_view>
#include <vector>

namespace syncdx::rules {
namespace {

struct Row {
  std::string_view text;
  std::optional<std::size_t> place{};
};

template <typename Find>
void hold(Find find, const std::vector<Row>& rows) {
  for (const auto& [text, place] : rows) {
    INFO(text);
    CHECK(find(text) == place);
  }
}

TEST_CASE("in a sentence every bracket and double quote has its other half") {
  hold(unpaired_in_text, {{"", {}},
                          {"Open it (newer screens: [here]).", {}},
                          {"It says \"no\" and O'Hara's 5' rule holds for the merchants'", {}},
                          {"Reasons: 1) this, 12) that, b) those, iv) more, 2a) and 1.) all", {}},
                          {"(see 2) there)", 13},
                          {"values in [0, 1) and a 19\" monitor", {}},
                          {"Unexpected token } in JSON", {}},
                          {"Parse error on \"}\" is what GraphQL says, `{` or '(' likewise", {}},
                          {"Open it (there", 8},
                          {"Open it there)", 13},
                          {"Open it (see [docs).", 8},
                          {"abc)", 3},
                          {")", 0},
                          {"The \"quote", 4},
                          {"\"a\" b\"", 5}});
}

TEST_CASE("a line of a log may be cut off, and speak of brackets and quotes") {
  hold(unpaired_in_line, {{R"({"code": 2, "message": "cut off)", {}},
                          {R"({"code": 2})", {}},
                          {R"({"level":"error","msg":"Unexpected token [ in JSON at position 4"})", {}},
                          {R"(Unexpected token '}', ..."ce": 12, }" is not valid JSON)", {}},
                          {R"(syntax error, unexpected RCURLY ("}") at [3, 1])", {}},
                          {R"(Unexpected character ('"' (code 34)): was expecting a colon)", {}},
                          {R"(  x"], "path": ["orders"]}],)", {}},
                          {"Samsung 27\" Monitor", {}},
                          {"}});", {}},
                          {R"({"code:"FAILED"})", 14},
                          {R"(500 {"code":InternalFailure"})", 27}});
}

TEST_CASE("brackets that RE2 takes for themselves, in patterns") {
  hold(unpaired_in_pattern, {{R"(a{1}b{2,}c{3,4}(?:d|e)[f-h])", {}},
                             {R"([^]}]\}\]\{x\x{41}\pN\p{Greek}[[:alpha:]\]{]z)", {}},
                             {R"(\Q{]}\E)", {}},
                             {R"(\Q{]})", {}},
                             {R"(\)", {}},
                             {R"(a{1,3 b)", 1},
                             {R"(a{,3})", 1},
                             {R"({)", 0},
                             {R"(a 1,3}b)", 5},
                             {R"(\w+ _-])", 6},
                             {R"(\x{41}})", 6},
                             {R"([a]])", 3},
                             {R"([[:]])", 4},
                             {R"([[:]+x[]])", {}},
                             {R"([abc)", {}}});  // no expression: RE2 says so itself
}

}  // namespace
}  // namespace syncdx::rules
