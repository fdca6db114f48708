#include "shop.hpp"

#include <algorithm>

using namespace syncdx;

namespace {

rule_tests::Coverage coverage(const std::string& cases) {
  const auto run = test::run_cases(cases, {.extra = rule_tests::TestOptions::Extra::coverage});
  REQUIRE(run);
  return run->value.coverage;
}

std::string reason(const rule_tests::Coverage& coverage, const std::string& kind, const std::string& name) {
  const auto found = std::ranges::find_if(coverage.gaps, [&](const auto& gap) { return gap.kind == kind && gap.name == name; });
  return found == coverage.gaps.end() ? "" : found->reason;
}

}  // namespace

TEST_CASE("coverage names each part that no case exercises, with the reason") {
  const auto found = coverage(
      "cases:\n"
      "  - {case: a, log: refused, expect: {cause: bad_key, not: [slow_host]}}\n"
      "  - {case: b, facts: {session.dry_run: false}, expect: {findings: {dry: absent}}}\n");
  CHECK(reason(found, "symptom", "refused").empty());
  CHECK(reason(found, "symptom", "late") == "no line of any case shows it");
  CHECK(reason(found, "symptom", "dry") == "its facts are given, but never so that it holds");
  CHECK(reason(found, "symptom", "asked") == "no case answers it with yes");
  CHECK(reason(found, "cause", "any.trouble.bad_key").empty());
  CHECK(reason(found, "cause", "any.trouble.slow_host") == "no case expects it first");
  CHECK(reason(found, "cause to reject", "any.trouble.slow_host").empty());
  CHECK(reason(found, "cause to reject", "any.trouble.bad_key") == "no case says where it must not come first");
  CHECK(reason(found, "edge", "refused of any.trouble.bad_key").empty());
  CHECK(reason(found, "edge", "late of any.trouble.slow_host") == "late is never present");
  CHECK(reason(found, "edge", "refused of any.trouble.slow_host") ==
        "refused is present in cases, but in none that says something of this cause");
  CHECK(reason(found, "solution", "new_key").empty());
  const auto edges = std::ranges::find(found.figures, std::string("edge"), &rule_tests::Covered::kind);
  REQUIRE(edges != found.figures.end());
  CHECK(edges->exercised == 1);
  CHECK(edges->total == 5);
}

TEST_CASE("a case that does not pass exercises nothing") {
  const auto found = coverage("cases:\n  - {case: a, log: refused, expect: {cause: slow_host}}\n");
  CHECK(reason(found, "symptom", "refused") == "no line of any case shows it");
}

TEST_CASE("what a refinement inherits is counted once, and a case of the refinement exercises it") {
  const test::Folder folder;
  const auto run = rule_tests::run_tests(
      {.rule_paths = {folder.write("rules/shop.yaml", test::shop_rules), folder.write("rules/acme.yaml", R"(
platform: acme
basis: test
refines: trouble
platforms: [{id: acme, title: Acme, detect: ['\bacme\b'], examples: [acme]}]
causes:
  - {refines: bad_key, shows: {late: often}}
)")},
       .case_paths = {folder.write(
           "cases/acme.yaml",
           "platform: acme\ncases:\n  - {case: a, log: refused, expect: {speaks_for: {refused: [bad_key]}}}\n")},
       .extra = rule_tests::TestOptions::Extra::coverage});
  REQUIRE(run);
  const auto& found = run->value.coverage;
  const auto edges = std::ranges::find(found.figures, std::string("edge"), &rule_tests::Covered::kind);
  REQUIRE(edges != found.figures.end());
  CHECK(edges->exercised == 1);
  CHECK(edges->total == 6);
  CHECK(reason(found, "edge", "refused of any.trouble.bad_key").empty());
  CHECK(reason(found, "edge", "late of acme.trouble.bad_key") == "late is never present");
}
