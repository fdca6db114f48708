#include "shop.hpp"

#include <nlohmann/json.hpp>

using namespace syncdx;

namespace {

rule_tests::TestRun three_cases() {
  const auto run = test::run_cases(
      "cases:\n"
      "  - {case: good, log: refused, expect: {cause: bad_key}}\n"
      "  - {case: \"bad <&> one\", log: refused, expect: {cause: slow_host}}\n"
      "  - {case: known, log: refused, expect: {cause: slow_host}, expect_failure: a reason}\n");
  REQUIRE(run);
  return run->value;
}

}  // namespace

TEST_CASE("text shows expected and found, the weights and what outweighed") {
  const auto text = rule_tests::to_text(three_cases());
  for (const auto* part :
       {"FAILED", "bad <&> one", "expected  any.trouble.slow_host", "found     any.trouble.bad_key", "what outweighed: refused",
        "known", "a reason", "3 cases in 1 file: 1 passed, 1 failed, 1 known miss"}) {
    CHECK_THAT(text, Catch::Contains(part));
  }
  CHECK_THAT(text, !Catch::Contains("good"));
  CHECK_THAT(rule_tests::to_text(three_cases(), rule_tests::Detail::every_case), Catch::Contains("good"));
}

TEST_CASE("JSON holds every case") {
  const auto json = nlohmann::json::parse(rule_tests::to_json(three_cases()));
  CHECK(json["schema"] == 1);
  CHECK(json["passed"] == false);
  REQUIRE(json["cases"].size() == 3);
  CHECK(json["cases"][0]["status"] == "passed");
  CHECK(json["cases"][1]["status"] == "failed");
  CHECK(json["cases"][1]["mismatches"][0]["what"] == "first cause");
  CHECK(json["cases"][1]["weights"][0]["finding"] == "prior");
  CHECK(json["cases"][2]["status"] == "known miss");
}

TEST_CASE("JUnit counts failures and skips, and escapes markup") {
  const auto xml = rule_tests::to_junit(three_cases());
  for (const auto* part : {"tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\"", "bad &lt;&amp;&gt; one",
                           "<failure type=\"failed\"", "<skipped message=\"a reason\"/>"}) {
    CHECK_THAT(xml, Catch::Contains(part));
  }
}
