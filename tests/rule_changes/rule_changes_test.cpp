#include "syncdx/rule_changes.hpp"

#include "evaluate/rules_and_cases.hpp"
#include "syncdx/report.hpp"

#include <algorithm>

using namespace syncdx;
using namespace syncdx::rule_changes;
using test::case_line;

namespace {

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& changes) {
  for (const auto& [old_text, new_text] : changes) {
    const auto at = text.find(old_text);
    REQUIRE(at != std::string::npos);
    text.replace(at, old_text.size(), new_text);
  }
  return text;
}

Changes changes_between(const test::Folder& folder, const std::string& after, const evaluate::LabelledCases* cases = nullptr,
                        const Options& options = {}) {
  const auto old_path = folder.write("old/fire.yaml", test::measured_rules);
  const auto new_path = folder.write("new/fire.yaml", after);
  auto changes = compare_rules({.rule_paths = {old_path}}, {.rule_paths = {new_path}}, cases, options);
  if (!changes) FAIL(to_text(changes.error().front()));
  return std::move(changes->value);
}

const ChangedItem& item(const Changes& changes, std::string_view id) {
  const auto found = std::ranges::find(changes.items, id, &ChangedItem::id);
  REQUIRE(found != changes.items.end());
  return *found;
}

}  // namespace

TEST_CASE("text that means the same is no difference") {
  const test::Folder folder;
  const auto same = replaced(test::measured_rules, {{"   # the usual one", "  # still"},
                                                    {"prior: common", "prior: .04"},
                                                    {"{smoke: often, heat: .2}", "{heat: .2, smoke: .6}"},
                                                    {"leak: .05, log", "leak: rarely, log"}});
  CHECK(changes_between(folder, same).items.empty());
}

TEST_CASE("changed numbers, patterns and links are told at the item that states them") {
  const test::Folder folder;
  const auto changes = changes_between(
      folder, replaced(test::measured_rules, {{"prior: common", "prior: .06"},
                                              {"{smoke: often, heat: .2}", "{smoke: .7}"},
                                              {"leak: .05, log: {any: [smoke]}", "leak: .02, log: {any: [smoke, fume]}"},
                                              {"solutions: {blow: always}", "solutions: {blow: .5}"}}));
  REQUIRE(changes.items.size() == 2);
  CHECK(item(changes, "any.fire.candle").details == std::vector<std::string>{"prior 0.04 -> 0.06",
                                                                             "is solved by blow 0.99 -> 0.5",
                                                                             "shows smoke 0.6 -> 0.7", "shows heat 0.2: gone"});
  CHECK(item(changes, "smoke").details == std::vector<std::string>{"leak 0.05 -> 0.02", "matches: + fume"});
  CHECK(item(changes, "smoke").where.begin.line == 5);
}

TEST_CASE("added and removed items are named") {
  const test::Folder folder;
  const auto changes = changes_between(
      folder, replaced(test::measured_rules, {{"- id: stove\n    title: A stove", "- id: oven\n    title: An oven"}}));
  CHECK(item(changes, "any.fire.stove").fate == Fate::removed);
  CHECK(item(changes, "any.fire.oven").fate == Fate::added);
  CHECK(changes.items.size() == 2);
  CHECK_FALSE(changes.after);
}

TEST_CASE("cases tell what a change does to the answers, the worse ones first") {
  const test::Folder folder;
  const auto cases = evaluate::read_cases(folder.write("cases.jsonl", case_line("a_better", "heat", "fire", "stove") +
                                                                          case_line("b_worse", "heat", "fire", "candle") +
                                                                          case_line("c_same", "nothing", "fire", "candle")));
  REQUIRE(cases);
  const auto changes = changes_between(folder, replaced(test::measured_rules, {{"heat: .2", "heat: .01"}}), &*cases);
  REQUIRE(changes.after);
  CHECK(changes.before->cases == 3);
  REQUIRE(changes.answers.size() == 2);
  CHECK(changes.answers[0].id == "b_worse");
  CHECK(changes.answers[0].turn == evaluate::Turn::worse);
  CHECK(changes.answers[0].moved_after != changes.answers[0].moved_before);
  CHECK(changes.answers[1].turn == evaluate::Turn::better);
  const auto text = report::rule_changes_text(changes);
  CHECK_THAT(text, Catch::Contains("2 of 3 get another answer") && Catch::Contains("b_worse"));
  CHECK_THAT(report::rule_changes_json(changes), Catch::Contains("\"turn\": \"worse\""));
}

TEST_CASE("the rules' own tests tell it as well, by file and name, whether or not they say what is right") {
  const test::Folder folder;
  const auto tests = folder.write("fire.cases.yaml",
                                  "platform: any\n"
                                  "cases:\n"
                                  "  - {case: worse, log: heat, expect: {cause: candle}}\n"
                                  "  - {case: better, log: heat, expect: {cause: fire.stove}}\n"
                                  "  - {case: other, log: heat, expect: {findings: {heat: present}}}\n"
                                  "  - {case: same, log: nothing, expect: {nothing: true}}\n");
  const auto changes =
      changes_between(folder, replaced(test::measured_rules, {{"heat: .2", "heat: .01"}}), nullptr, {.test_paths = {tests}});
  CHECK_FALSE(changes.after);
  CHECK(changes.compared == 4);
  REQUIRE(changes.answers.size() == 3);
  CHECK(changes.answers[0].id == tests + ": worse");
  CHECK(changes.answers[0].turn == evaluate::Turn::worse);
  CHECK_THAT(changes.answers[0].before, Catch::EndsWith("; right cause no. 1; passes"));
  CHECK(changes.answers[1].turn == evaluate::Turn::better);
  CHECK(changes.answers[2].turn == evaluate::Turn::other);
  CHECK_THAT(changes.answers[2].after, !Catch::Contains("right cause"));
  CHECK_THAT(report::rule_changes_text(changes), Catch::Contains("3 of 4 get another answer"));
}

TEST_CASE("a test that turns is told by its verdict, also where nothing comes first") {
  const test::Folder folder;
  const auto tests = folder.write("fire.cases.yaml",
                                  "platform: any\n"
                                  "cases:\n"
                                  "  - {case: quiet, log: heat, expect: {not: [candle]}}\n"
                                  "  - {case: loud, log: heat, expect: {probability: {candle: {at_least: .2}}}}\n");
  const auto changes =
      changes_between(folder, replaced(test::measured_rules, {{"heat: .2", "heat: .01"}}), nullptr, {.test_paths = {tests}});
  REQUIRE(changes.answers.size() == 2);
  CHECK(changes.answers[0].id == tests + ": loud");
  CHECK(changes.answers[0].turn == evaluate::Turn::worse);
  CHECK_THAT(changes.answers[0].before, Catch::EndsWith("; passes"));
  CHECK_THAT(changes.answers[0].after, Catch::EndsWith("; fails"));
  CHECK(changes.answers[1].turn == evaluate::Turn::better);
}

TEST_CASE("tests of items that only one set of rules has are compared; those of items that none has are left out") {
  const test::Folder folder;
  const auto tests = folder.write("fire.cases.yaml",
                                  "platform: any\n"
                                  "cases:\n"
                                  "  - {case: old, log: heat, expect: {cause: stove}}\n"
                                  "  - {case: new, log: heat, expect: {cause: oven}}\n"
                                  "  - {case: neither, log: heat, expect: {cause: kettle}}\n"
                                  "  - {case: neither of both, log: heat, expect: {cause: stove, not: [oven]}}\n"
                                  "  - {case: agreed, log: heat, expect: {not: [candle]}, expect_failure: it is one}\n");
  const auto changes = changes_between(
      folder, replaced(test::measured_rules, {{"- id: stove\n    title: A stove", "- id: oven\n    title: An oven"}}), nullptr,
      {.test_paths = {tests}});
  CHECK(changes.items.size() == 2);
  CHECK(changes.compared == 3);
  REQUIRE(changes.problems.size() == 2);
  CHECK(changes.problems[0].where.begin.line == 5);
  CHECK(changes.problems[1].where.begin.line == 6);
  CHECK(changes.problems[1].code == "T201");
  const auto agreed = std::ranges::find(changes.answers, tests + ": agreed", &ChangedAnswer::id);
  REQUIRE(agreed != changes.answers.end());
  CHECK_THAT(agreed->after, Catch::EndsWith("; passes"));  // as its expect_failure says
}

TEST_CASE("rules that cannot be loaded are refused") {
  const test::Folder folder;
  const auto good = folder.write("fire.yaml", test::measured_rules);
  const auto bad = folder.write("bad.yaml", "platform: [");
  CHECK_FALSE(compare_rules({.rule_paths = {bad}}, {.rule_paths = {good}}, nullptr, {}));
  CHECK_FALSE(compare_rules({.rule_paths = {good}}, {.rule_paths = {bad}}, nullptr, {}));
}
