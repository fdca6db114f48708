#include "rule_tests/read_cases.hpp"

#include "shop.hpp"

#include <algorithm>

using namespace syncdx;
using namespace syncdx::rule_tests;

namespace {

struct Mistake {
  const char* what;
  const char* yaml;
  const char* code;
  std::uint32_t line;
  const char* says;
};

const Mistake mistakes[] = {
    {"no list of cases", "platform: any\n", "T104", 1, "'cases'"},
    {"an empty list", "cases: []\n", "T105", 1, "no cases"},
    {"a list for a map", "cases:\n  - [a]\n", "T101", 2, "a case is a list"},
    {"a key that is not known", "cases:\n  - {case: a, log: x, expekt: {nothing: true}, expect: {nothing: true}}\n", "T102", 2,
     "expekt"},
    {"a key twice", "cases:\n  - case: a\n    log: x\n    log: y\n    expect: {nothing: true}\n", "T103", 4, "'log'"},
    {"a case without a name", "cases:\n  - {log: x, expect: {nothing: true}}\n", "T104", 2, "'case'"},
    {"a case without an expectation", "cases:\n  - {case: a, log: x}\n", "T104", 2, "'expect'"},
    {"an empty expectation", "cases:\n  - {case: a, log: x, expect: {}}\n", "T108", 2, "cannot fail"},
    {"nothing given", "cases:\n  - {case: a, expect: {nothing: true}}\n", "T107", 2, "given nothing"},
    {"two cases of one name",
     "cases:\n  - {case: a, log: x, expect: {nothing: true}}\n  - {case: a, log: y, expect: {nothing: true}}\n", "T106", 3,
     "'a'"},
    {"an unknown cause", "cases:\n  - {case: a, log: x, expect: {cause: bad_kay}}\n", "T201", 2, "bad_kay"},
    {"an unknown symptom", "cases:\n  - {case: a, log: x, expect: {findings: {refusd: present}}}\n", "T201", 2, "refusd"},
    {"an unknown solution", "cases:\n  - {case: a, log: x, expect: {first_step: wate}}\n", "T201", 2, "wate"},
    {"an unknown issue", "cases:\n  - {case: a, log: x, expect: {issue: truble}}\n", "T201", 2, "truble"},
    {"an unknown platform", "platform: shopfy\ncases:\n  - {case: a, log: x, expect: {nothing: true}}\n", "T201", 1, "shopfy"},
    {"an unknown question", "cases:\n  - {case: a, answers: {askd: yes}, expect: {nothing: true}}\n", "T201", 2, "askd"},
    {"an unknown fact", "cases:\n  - {case: a, facts: {session.dry_rum: true}, expect: {nothing: true}}\n", "T201", 2,
     "session.dry_rum"},
    {"a fact of another type", "cases:\n  - {case: a, facts: {session.dry_run: 7}, expect: {nothing: true}}\n", "T202", 2,
     "session.dry_run"},
    {"no answer", "cases:\n  - {case: a, answers: {asked: maybe}, expect: {nothing: true}}\n", "T105", 2, "maybe"},
    {"no range", "cases:\n  - {case: a, log: x, expect: {probability: {bad_key: [.9, .1]}}}\n", "T105", 2, "bad_key"},
    {"no state", "cases:\n  - {case: a, log: x, expect: {findings: {late: perhaps}}}\n", "T105", 2, "perhaps"},
    {"no bound", "cases:\n  - {case: a, log: x, expect: {nothing: 7}}\n", "T105", 2, "'7'"},
    {"complete and an excerpt", "cases:\n  - {case: a, log: x, complete: true, excerpt: true, expect: {nothing: true}}\n",
     "T105", 2, "not both"},
    {"no time", "cases:\n  - {case: a, log: x, now: soon, expect: {nothing: true}}\n", "T105", 2, "soon"},
    {"a known miss without a reason", "cases:\n  - {case: a, log: x, expect: {nothing: true}, expect_failure: ''}\n", "T105", 2,
     "reason"},
    {"no YAML", "cases: [\n", "R001", 2, "YAML"},
};

}  // namespace

TEST_CASE("every mistake of a case file is told at its place, with the nearest name") {
  const auto rules = test::rules_from_yaml(test::shop_rules);
  for (const auto& [what, yaml, code, line, says] : mistakes) {
    INFO(what);
    std::vector<Diagnostic> problems;
    (void)read_cases("cases.yaml", yaml, *rules, problems);
    const auto found = std::ranges::find(problems, std::string(code), &Diagnostic::code);
    REQUIRE(found != problems.end());
    CHECK(found->where.path == "cases.yaml");
    CHECK(found->where.begin.line == line);
    CHECK_THAT(found->message, Catch::Contains(says));
  }
  std::vector<Diagnostic> problems;
  (void)read_cases("cases.yaml", "cases:\n  - {case: a, log: x, expect: {cause: bad_kay}}\n", *rules, problems);
  CHECK(problems.front().help == "did you mean 'bad_key'?");
}

TEST_CASE("all mistakes of a file are told in one run, and its good cases are read") {
  const auto rules = test::rules_from_yaml(test::shop_rules);
  std::vector<Diagnostic> problems;
  const auto cases =
      read_cases("c.yaml",
                 "cases:\n  - {case: a, log: x, expect: {cause: nobody}}\n  - {case: b, log: x, expect: {nothing: maybe}}\n"
                 "  - {case: c, log: [x, y], expect: {nothing: .2}}\n",
                 *rules, problems);
  CHECK(problems.size() == 2);
  REQUIRE(cases.size() == 1);
  CHECK(cases[0].given.text == "x\ny\n");
  CHECK(cases[0].expect.nothing == Approx(.2));
}
