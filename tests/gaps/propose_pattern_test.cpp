#include "gaps/propose_pattern.hpp"
#include "gaps/rivals.hpp"

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

TEST_CASE("a pattern tells its kind from the other kinds, by further words, by numbers, or by where the message ends") {
  struct Row {
    std::vector<std::string> words;
    std::vector<std::string> lines;
    std::string other;
    std::string pattern;
  };
  const auto row = GENERATE(values<Row>({
      {{"reading", "of", "orders", "ends", "after", "attempts"},
       {"reading of orders ends after 5 attempts", R"({"msg":"reading of orders ends after 12 attempts"})"},
       "reading of orders ends after 1 attempt",
       R"(\breading of orders ends after \d+ attempts\b)"},
      {{"Could", "not", "open", "export"},
       {"Could not open export", R"({"msg":"Could not open export"})"},
       "Could not open export again",
       R"(\bCould not open export(?:"|$))"},
      {{"Traceback", "most", "recent", "call", "last"},
       {"Traceback (most recent call last):"},
       R"({"msg":"Traceback (most recent call last):\n  no order"})",
       R"(\bTraceback \(most recent call last\):(?:"|$))"},
      {{"GET", "failed"},
       {"GET https://a.example/orders failed", R"({"msg":"GET https:\/\/b.example failed"})"},
       "GET https://a.example/orders failed: no order",
       R"(\bGET https?:\S+ failed(?:"|$))"},
      {{"GET", "answered"},
       {"GET https://a.example/orders answered 402", "GET https://b.example answered 402"},
       "GET https://a.example/orders answered 501",
       R"(\bGET https?:\S+ answered 402(?:"|$))"},
      {{"the", "order", "the", "warehouse", "refused"},
       {"the order 7 the warehouse refused", "the order 8 the warehouse refused"},
       "the order 7 the shop refused",
       R"(\bthe order \d+ the warehouse\b)"},
  }));
  KindLines lines{row.lines, {}};
  for (const auto& line : row.lines) {
    const auto begin = line.find("\"msg\":\"");
    auto message = begin == std::string::npos ? line : line.substr(begin + 7, line.size() - begin - 9);
    for (auto at = message.find("\\/"); at != std::string::npos; at = message.find("\\/")) message.erase(at, 1);
    lines.messages.push_back(message);
  }
  Rivals rivals;
  for (const auto& line : row.lines) rivals.add(line, 0);
  rivals.add(row.other, 1);
  const auto found = propose_pattern(row.words, lines, rivals, 0);
  INFO(found.why_not);
  CHECK(found.pattern == row.pattern);
  for (const auto& line : row.lines) CHECK(matches(found.pattern, line));
  CHECK_FALSE(matches(found.pattern, row.other));
}

TEST_CASE("a kind that nothing tells from another one has no pattern and says so") {
  const std::vector<std::string> words{"order", "refused"};
  const auto lines = plain({"order ann refused", "order bob refused"});
  Rivals rivals;
  rivals.add("order cleo was refused", 1);
  rivals.add("order cleo refused", 1);
  const auto found = propose_pattern(words, lines, rivals, 0);
  CHECK(found.pattern.empty());
}

TEST_CASE("a pattern may begin at any word, where the first ones make none") {
  const std::vector<std::string> words{"sync", "quibbled", "over", "ledger"};
  std::string blob;
  for (int i = 0; i < 450; ++i) blob += "a9";
  const auto lines = plain({"sync " + blob + " quibbled over ledger"});
  CHECK(propose_pattern(words, lines, {}).pattern == "\\bquibbled over ledger\\b");
}
