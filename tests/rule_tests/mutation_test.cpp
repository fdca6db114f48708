#include "rule_tests/mutants.hpp"

#include "shop.hpp"

#include <algorithm>

using namespace syncdx;

namespace {

rule_tests::Mutation mutate(const std::string& cases, std::size_t most = 0) {
  const auto run = test::run_cases(cases, {.extra = rule_tests::TestOptions::Extra::mutation, .most_mutants = most});
  REQUIRE(run);
  return run->value.mutation;
}

const rule_tests::Mutant& mutant(const rule_tests::Mutation& mutation, const std::string& kind, const std::string& what) {
  const auto found = std::ranges::find_if(mutation.mutants, [&](const auto& m) { return m.kind == kind && m.what == what; });
  REQUIRE(found != mutation.mutants.end());
  return *found;
}

constexpr auto one_case = "cases:\n  - {case: a, log: E401 at the door, expect: {cause: bad_key, steps: [new_key]}}\n";

}  // namespace

TEST_CASE("a mutant is killed by the case or example that notices it, and survives if none does") {
  const auto found = mutate(one_case);
  CHECK_THAT(mutant(found, "pattern dropped", "refused of refused").killed_by, Catch::Contains("an example"));
  CHECK_THAT(mutant(found, "pattern dropped", "\\bE401\\b of refused").killed_by, Catch::Contains("shop.yaml:2: a"));
  CHECK(mutant(found, "unless dropped", "refused politely of refused").killed_by.empty());
  CHECK_THAT(mutant(found, "edge dropped", "refused of any.trouble.bad_key").killed_by, Catch::Contains(": a"));
  CHECK(mutant(found, "edge dropped", "late of any.trouble.slow_host").killed_by.empty());
  CHECK_FALSE(mutant(found, "cause dropped", "any.trouble.bad_key").killed_by.empty());
  CHECK(mutant(found, "cause dropped", "any.trouble.rehearsal").killed_by.empty());
  CHECK_FALSE(mutant(found, "solution dropped", "new_key of any.trouble.bad_key").killed_by.empty());
  CHECK(mutant(found, "solution dropped", "wait of any.trouble.bad_key").killed_by.empty());
  CHECK(mutant(found, "condition negated", "session.dry_run of dry").killed_by.empty());
}

TEST_CASE("a case for it kills the mutant") {
  const auto found = mutate(
      "cases:\n"
      "  - {case: a, log: refused politely, expect: {nothing: true}}\n"
      "  - {case: b, facts: {session.dry_run: true}, expect: {cause: rehearsal}}\n"
      "  - {case: c, log: refused, expect: {raises: [slow_host], steps: [new_key, wait]}}\n");
  CHECK_THAT(mutant(found, "unless dropped", "refused politely of refused").killed_by, Catch::Contains(": a"));
  CHECK_THAT(mutant(found, "condition negated", "session.dry_run of dry").killed_by, Catch::Contains(": b"));
  CHECK_THAT(mutant(found, "edge dropped", "refused of any.trouble.slow_host").killed_by, Catch::Contains(": c"));
}

TEST_CASE("a sample is as large as asked for, and the same every time") {
  const auto all = mutate(one_case);
  CHECK(all.mutants.size() == all.possible);
  const auto some = mutate(one_case, 7);
  const auto again = mutate(one_case, 7);
  REQUIRE(some.mutants.size() == 7);
  CHECK(some.possible == all.possible);
  CHECK(std::ranges::equal(some.mutants, again.mutants, {}, &rule_tests::Mutant::what, &rule_tests::Mutant::what));
}

TEST_CASE("every mutant changes the rules, and is undone by restoring what it names") {
  const auto rules = test::rules_from_yaml(test::shop_rules);
  for (const auto& change : rule_tests::rule_changes(*rules)) {
    INFO(change.kind << " " << change.what);
    CHECK(static_cast<bool>(change.apply) != static_cast<bool>(change.table));
    CHECK(change.where.begin.line > 0);
    CHECK(change.symptoms.size() + change.causes.size() + change.solutions.size() + change.platforms.size() > 0);
  }
}

TEST_CASE("where a case fails, no mutants are tried") {
  const auto found = mutate("cases:\n  - {case: a, log: refused, expect: {cause: slow_host}}\n");
  CHECK(found.possible == 0);
}
