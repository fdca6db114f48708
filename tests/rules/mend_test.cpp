// `rules check --fix`: safe fixes only, comments kept.
#include "rules/mend_rules.hpp"

#include <catch2/catch.hpp>

using namespace syncdx;

namespace {

constexpr const char* broken =
    "platform: any # everywhere\n"
    "basis: test\n"
    "issue: {id: trouble, titel: Trouble}\n"
    "symptoms:\n"
    "  - id: seen # by the log\n"
    "    title: Seen\n"
    "    leak: somtimes\n"
    "    log:\n"
    "      any:\n"
    "        - seen\n"
    "        - seen\n"
    "    examples: [seen, \"seen\"]\n"
    "    counter_exmples: [x]\n"
    "causes:\n"
    "  - {id: one, title: One, explanation: It is so., prior: common, shows: {seen: often}, solutions: {wait: often}}\n"
    "solutions:\n"
    "  - id: wait\n"
    "    title: Wait: a little\n"
    "    instructions:\n"
    "      - Settings: open it, don't close it\n"
    "    cost_minutes: 1\n"
    "    verify: It works.\n";

constexpr const char* mended =
    "platform: any # everywhere\n"
    "basis: test\n"
    "issue: {id: trouble, title: Trouble}\n"
    "symptoms:\n"
    "  - id: seen # by the log\n"
    "    title: Seen\n"
    "    leak: sometimes\n"
    "    log:\n"
    "      any:\n"
    "        - seen\n"
    "    examples: [seen]\n"
    "    counter_examples: [x]\n"
    "causes:\n"
    "  - {id: one, title: One, explanation: It is so., prior: common, shows: {seen: often}, solutions: {wait: often}}\n"
    "solutions:\n"
    "  - id: wait\n"
    "    title: 'Wait: a little'\n"
    "    instructions:\n"
    "      - 'Settings: open it, don''t close it'\n"
    "    cost_minutes: 1\n"
    "    verify: It works.\n";

}  // namespace

TEST_CASE("slips of the pen, doubled entries and missing quotes are mended; all else stays") {
  std::string text = broken;
  const auto result = rules::mend_rules({{"a.yaml", text}});
  REQUIRE(result.changed.size() == 1);
  CHECK(result.changed.front().text == mended);
  CHECK(result.left.empty());
}

TEST_CASE("what could mean two things, or would stand twice, is left to the author") {
  const std::string head = "platform: any\nbasis: test\n";
  for (const std::string text : {
           "issue: {id: a, title: A, tittle: B}\n",                            // there is a title already
           "symptoms: [{id: s, title: S, leak: .01, question: Q, xyz: 1}]\n",  // near to nothing
           "causes: [{refines: oen}]\n",                                       // a name of an item is never changed
       }) {
    INFO(text);
    const auto result = rules::mend_rules({{"a.yaml", head + text}});
    CHECK(result.changed.empty());
    CHECK_FALSE(result.left.empty());
  }
}

TEST_CASE("an edit applies only where its text stands") {
  Diagnostic problem{.code = "R102", .message = "", .where = {"a.yaml", {1, 1}, {1, 4}}};
  problem.fix.push_back({{"a.yaml", {1, 1}, {1, 4}}, "abc", "xyz"});
  CHECK(rules::apply_fixes("a.yaml", "abc: 1\n", std::vector{problem}).text == "xyz: 1\n");
  CHECK(rules::apply_fixes("a.yaml", "abd: 1\n", std::vector{problem}).edits == 0);
  CHECK(rules::apply_fixes("b.yaml", "abc: 1\n", std::vector{problem}).edits == 0);
  problem.fix.front().where.begin = {7, 1};
  CHECK(rules::apply_fixes("a.yaml", "abc: 1\n", std::vector{problem}).edits == 0);
}
