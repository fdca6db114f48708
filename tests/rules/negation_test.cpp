#include "rules/negation.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {
namespace {

struct Place {
  std::string_view line;
  std::string_view match;  // where it occurs last in the line, the match begins
};

bool negated(const Place& place) {
  const auto begin = place.line.rfind(place.match);
  REQUIRE(begin != std::string_view::npos);
  return behind_negation(place.line, begin);
}

TEST_CASE("a denied symptom is behind a negation") {
  const std::vector<Place> places = {
      {"this is not a rate limit", "rate"},
      {"This is NOT a rate limit", "rate"},
      {"it is not an authentication problem", "authentication"},
      {"no timeout occurred", "timeout"},
      {"warning: no timeout occurred", "timeout"},
      {"this was never a permission issue", "permission"},
      {"this isn't a rate limit", "rate"},
      {"this isn\xe2\x80\x99t a rate limit", "rate"},
      {"this isnt a rate limit", "rate"},
      {"it wasn't the rate limit", "rate"},
      {"those aren't timeouts", "timeouts"},
      {"that doesn't look like a rate limit", "rate"},
      {"that does not look like a rate limit", "rate"},
      {"done without a timeout", "timeout"},
      {"a bad token rather than a rate limit", "rate"},
      {"a bad token instead of a rate limit", "rate"},
      {"we ruled out a rate limit", "rate"},
      {"it has nothing to do with the rate limit", "rate"},
      {"the cause is not due to a rate limit", "rate"},
      {"not caused by the rate limit", "rate"},
      {"we never got a 429", "429"},
      {"not a \"rate limit\" at all", "rate"},
      {"not a 429 error", " 429"},
      {"I do not think the token has expired", "token"},
      {"we don't believe that this is a permission problem", "permission"},
      {"nobody here doesn't suspect a timeout", "timeout"},
  };
  for (const auto& place : places) {
    CAPTURE(place.line, place.match);
    CHECK(negated(place));
    CHECK(may_hold_negation(place.line));
  }
}

TEST_CASE("a reported failure is not behind a negation") {
  const std::vector<Place> places = {
      {"request was not processed: rate limit exceeded", "rate"},
      {"sync did not finish because of a timeout", "timeout"},
      {"request was not sent because of a timeout", "timeout"},
      {"not sent due to a timeout", "timeout"},
      {"not slow but a timeout", "timeout"},
      {"could not authenticate", "authenticate"},
      {"can not authenticate", "authenticate"},
      {"cannot authenticate", "authenticate"},
      {"couldn't authenticate", "authenticate"},
      {"won't authenticate", "authenticate"},
      {"unable to authenticate", "authenticate"},
      {"it does not authenticate", "authenticate"},
      {"why not? 429", "429"},
      {"not only a timeout", "timeout"},
      {"no longer authorized", "authorized"},
      {"item not found", "found"},
      {"no such permission", "permission"},
      {"no response", "response"},
      {"no response timeout", "timeout"},
      {"no matching permission", "permission"},
      {"server is not responding 503", "503"},
      {"sync never completed timeout", "timeout"},
      {"not sure if a rate limit", "rate"},
      {"not good (timeout)", "timeout"},
      {"not good - timeout", "timeout"},
      {"retry=no timeout", "timeout"},
      {"instead of 200 we got 429", "429"},
      {"not one two three four timeout", "timeout"},
      {"note the timeout", "timeout"},
      {"knot timeout", "timeout"},
      {"not sent,429", ",429"},
      {"timeout", "timeout"},
      {"not a timeout", "not"},
  };
  for (const auto& place : places) {
    CAPTURE(place.line, place.match);
    CHECK_FALSE(negated(place));
  }
}

TEST_CASE("a short question that suspects is told from one that reports") {
  for (const auto* line : {"is it a rate limit?", "Could the token have expired?", "  Is this a permission problem? ",
                           "might our key be wrong?"}) {
    CAPTURE(line);
    CHECK(asks_whether(line));
  }
  for (const auto* line : {"", "?", "is", "is?", "it is a rate limit", "why do we get a 429?", "does anyone else see timeouts?",
                           "how can the token have expired?", "We get 429 since Monday. Is it a rate limit?",
                           "is there a way to get around 429 Too Many Requests?", "GET /orders.json?"}) {
    CAPTURE(line);
    CHECK_FALSE(asks_whether(line));
  }
}

TEST_CASE("three words may stand between a negation and the match, four may not") {
  CHECK(negated({"not one two three timeout", "timeout"}));
  CHECK_FALSE(negated({"not one two three four timeout", "timeout"}));
}

TEST_CASE("an empty line and places outside a line hold no negation") {
  CHECK_FALSE(may_hold_negation(""));
  CHECK_FALSE(behind_negation("", 0));
  CHECK_FALSE(behind_negation("no", 0));
  CHECK_FALSE(behind_negation("no", 2));
  CHECK_FALSE(behind_negation("no timeout", 99));
}

TEST_CASE("the cheap test spares plain lines") {
  CHECK_FALSE(may_hold_negation("GET /orders HTTP/1.1 429 512"));
  CHECK_FALSE(may_hold_negation("status=429 retry=1 shop=blue"));
}

TEST_CASE("wherever a negation is seen the cheap test lets the line pass, and a line cut at the match's word says the same") {
  constexpr std::array<std::string_view, 24> parts = {
      "not ",     "No ",   "never ",   "isn't ", "wasnt ",   "doesn\xe2\x80\x99t ",
      "look ",    "like ", "rather ",  "than ",  "instead ", "of ",
      "ruled ",   "out ",  "nothing ", "to ",    "do ",      "with ",
      "without ", "a ",    "429 ",     "could ", ", ",       "\xff "};
  std::mt19937 random(20240611);  // NOLINT(cert-msc51-cpp): a fixed seed, so that a failure comes again
  std::size_t seen = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string line;
    for (int word = 0; word < 6; ++word) line += parts[random() % parts.size()];
    const std::size_t begin = line.size();
    const std::string whole = line + "timeout happened, not a limit";
    const bool is_negated = behind_negation(whole, begin);
    if (is_negated != behind_negation(line + "timeout", begin)) FAIL(line);
    if (is_negated && !may_hold_negation(line)) FAIL(line);
    seen += is_negated ? 1 : 0;
  }
  CHECK(seen > 1000);
  CHECK(seen < 19000);
}

}  // namespace
}  // namespace syncdx::rules
