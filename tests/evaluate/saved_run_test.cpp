#include "evaluate/rules_and_cases.hpp"

#include "syncdx/report.hpp"

using namespace syncdx;
using evaluate::Turn;
using test::case_line;

TEST_CASE("a run is saved, read and compared: which cases turned, the worse ones first") {
  const test::Folder folder;
  const auto before =
      test::measured(folder, case_line("better", "puddle", "fire", "stove") + case_line("worse", "smoke", "fire", "candle") +
                                 case_line("same", "heat", "fire", "stove") + case_line("gone", "heat", "fire", "stove"));
  const auto saved = evaluate::read_saved_run(folder.write("before.json", report::evaluation_json(before)));
  REQUIRE(saved);
  CHECK(saved->outcomes.size() == 4);
  CHECK(saved->figures.at("issue_top1") == before.figures.issue_top1);
  const auto now =
      test::measured(folder, case_line("better", "heat", "fire", "stove") + case_line("worse", "puddle", "fire", "candle") +
                                 case_line("same", "heat", "fire", "stove") + case_line("new", "heat", "fire", "stove"));
  const auto since = evaluate::compare(*saved, now);
  REQUIRE(since.cases.size() == 2);
  CHECK(since.cases[0].id == "worse");
  CHECK(since.cases[0].turn == Turn::worse);
  CHECK_THAT(since.cases[0].after, Catch::Contains("flood") && Catch::Contains("any.flood.pipe"));
  CHECK(since.cases[1].id == "better");
  CHECK(since.cases[1].turn == Turn::better);
  CHECK(since.only_before == 1);
  CHECK(since.only_now == 1);
  CHECK(since.figures.size() == 9);
  CHECK(evaluate::compare(*saved, before).cases.empty());
  CHECK_THAT(report::evaluation_text(now, since), Catch::Contains("worse") && Catch::Contains("before.json"));
}

TEST_CASE("a file that is no saved run is refused") {
  const test::Folder folder;
  for (const auto* content : {"", "[]", "{}", R"({"kind": "syncdx-evaluation", "figures": {}, "cases": [{}]})",
                              R"({"kind": "syncdx-evaluation", "figures": {}, "cases": 3})"}) {
    const auto read = evaluate::read_saved_run(folder.write("x.json", content));
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "E005");
  }
  CHECK(evaluate::read_saved_run(folder.path() + "/missing.json").error().code == "L001");
}
