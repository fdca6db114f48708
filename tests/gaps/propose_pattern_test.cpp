#include "gaps/propose_pattern.hpp"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace syncdx::gaps;

namespace {

KindLines plain(std::vector<std::string> lines) { return {lines, lines}; }

bool matches(const std::string& pattern, const std::string& line) { return RE2::PartialMatch(line, RE2(pattern)); }

}  // namespace

TEST_CASE("a pattern has the fixed words, what joins them, and windows where lines differ") {
  const std::vector<std::string> words{"Could", "not", "open", "export", "of", ""};
  const auto found =
      propose_pattern(words, plain({"Could not open export 7 of orders", "Could not open export 12345 of stock"}), {});
  CHECK(found.pattern == "\\bCould not open\\b");
}

TEST_CASE("a pattern grows until it leaves explained lines alone") {
  const std::vector<std::string> words{"Could", "not", "open", "export", "of", ""};
  const auto lines = plain({"Could not open export 7 of orders", "Could not open export 12345 of stock"});
  const std::vector<std::string> explained{"Could not open socket"};
  const auto found = propose_pattern(words, lines, explained);
  CHECK(found.pattern == "\\bCould not open export\\b");
  CHECK_FALSE(matches(found.pattern, explained.front()));
  const std::vector<std::string> twin{"Could not open export 3 of nothing"};
  const auto none = propose_pattern(words, lines, twin);
  CHECK(none.pattern.empty());
  CHECK(none.why_not.find("1 line") != std::string::npos);
}

TEST_CASE("what means something to RE2 is escaped") {
  const std::vector<std::string> words{"charge", "(a+b)"};
  // Punctuation is no word: "(", "+" and ")" join the words.
  const auto found = propose_pattern(std::vector<std::string>{"charged", "twice", "a", "b", "again"},
                                     plain({"charged twice (a+b) again"}), {});
  CHECK(matches(found.pattern, "charged twice (a+b) again"));
  CHECK_FALSE(matches(found.pattern, "charged twice aab again"));
}

TEST_CASE("a pattern made of a JSON line's message matches the line as it stands") {
  const KindLines lines{{R"({"level":"error","msg":"field \"tax\" is missing in row 4"})"},
                        {R"(field "tax" is missing in row 4)"}};
  const auto found = propose_pattern(std::vector<std::string>{"field", "tax", "is", "missing", "in", "row"}, lines, {});
  REQUIRE_FALSE(found.pattern.empty());
  CHECK(matches(found.pattern, lines.whole.front()));
}

TEST_CASE("of a JSON body the sentence makes the pattern, and not the names that every body has") {
  const std::string scope =
      R"(ERROR response body: {"status":403,"title":"You don't have a required scope to access the endpoint","type":"x"})";
  const std::vector<std::string> words{"ERROR",    "response", "body", "status", "title", "You",      "don't", "have", "a",
                                       "required", "scope",    "to",   "access", "the",   "endpoint", "type",  "x"};
  const auto found = propose_pattern(words, plain({scope}), {});
  CHECK(found.pattern == "\\bYou don't have a required scope\\b");
  CHECK(matches(found.pattern, scope));
  CHECK_FALSE(matches(found.pattern, R"(ERROR response body: {"status":429,"title":"You have made too many requests"})"));
  // Nothing of it is left to tell it from an explained line: then the whole line has to.
  const auto whole = propose_pattern(words, plain({scope}),
                                     std::vector<std::string>{"You don't have a required scope to access the endpoint"});
  CHECK(whole.pattern == "\\bERROR response body\\b");
}

TEST_CASE("a query or a user agent in a JSON body is no sentence, and common words say nothing") {
  const auto pattern = [](const std::string& line, const std::vector<std::string>& words) {
    return propose_pattern(words, plain({line}), {}).pattern;
  };
  CHECK(
      pattern(
          R"({"agent":"Mozilla like Gecko and much more of it","query":"SELECT id FROM orders now","title":"Scope not granted"})",
          {"agent", "Mozilla", "like", "Gecko", "and", "much", "more", "of", "it", "query", "SELECT", "id", "FROM", "orders",
           "now", "title", "Scope", "not", "granted"}) == "\\bScope not granted\\b");
  CHECK(pattern("Your account is not allowed", {"Your", "account", "is", "not", "allowed"}) ==
        "\\bYour account is not allowed\\b");
  CHECK(pattern(R"({"Error" : "There were orders with errors"})", {"Error", "There", "were", "orders", "with", "errors"}) ==
        "\\bThere were orders with errors\\b");
}

TEST_CASE("too few fixed words make no pattern") {
  CHECK(propose_pattern(std::vector<std::string>{"no"}, plain({"no 5"}), {}).pattern.empty());
  CHECK(propose_pattern(std::vector<std::string>{}, plain({"5 6 7"}), {}).pattern.empty());
  CHECK(propose_pattern(std::vector<std::string>{"", ""}, plain({"a b", "c d"}), {}).pattern.empty());
}
