#include "shop.hpp"

#include <algorithm>

using namespace syncdx;
using rule_tests::Status;
using test::run_case;

TEST_CASE("each kind of expectation holds where it should, and fails where it should not") {
  struct Row {
    const char* given;
    const char* expect;
    Status status;
  };
  const auto [given, expect, status] = GENERATE(table<const char*, const char*, Status>({
      {"log: refused", "{cause: bad_key}", Status::passed},
      {"log: refused", "{cause: slow_host}", Status::failed},
      {"log: refused", "{cause: trouble.bad_key, issue: trouble}", Status::passed},
      {"log: refused", "{not: [slow_host]}", Status::passed},
      {"log: refused", "{not: [bad_key]}", Status::failed},
      {"log: refused", "{nothing: true}", Status::failed},
      {"log: accepted", "{nothing: true}", Status::passed},
      {"log: refused", "{probability: {bad_key: [.5, 1]}}", Status::passed},
      {"log: refused", "{probability: {bad_key: {at_most: .5}}}", Status::failed},
      {"log: refused", "{raises: [bad_key, slow_host]}", Status::passed},
      {"log: refused", "{raises: [rehearsal]}", Status::failed},
      {"log: refused", "{findings: {refused: present, late: unknown}}", Status::passed},
      {"log: refused\n    complete: true", "{findings: {late: absent}}", Status::passed},
      {"log: refused\n    excerpt: true", "{findings: {late: absent}}", Status::failed},
      {"log: refused", "{cause: bad_key, evidence: [refused]}", Status::passed},
      {"log: refused", "{cause: bad_key, evidence: [late]}", Status::failed},
      {"log: refused", "{speaks_for: {refused: [bad_key, slow_host]}}", Status::passed},
      {"log: refused", "{speaks_for: {refused: [rehearsal]}}", Status::failed},
      {"log: refused", "{speaks_for: {late: [slow_host]}}", Status::failed},
      {"log: refused", "{first_step: new_key}", Status::passed},
      {"log: refused", "{first_step: wait}", Status::failed},
      {"log: refused", "{steps: [new_key, wait]}", Status::passed},
      {"log: refused", "{steps: [wait, new_key]}", Status::failed},
      {"log: refused", "{not_steps: [wait]}", Status::failed},
      {"log: late", "{not_steps: [new_key]}", Status::passed},
      {"facts: {session.dry_run: true}", "{cause: rehearsal, findings: {dry: present}}", Status::passed},
      {"answers: {asked: yes}", "{cause: rehearsal}", Status::passed},
      {"answers: {asked: no}", "{findings: {asked: absent}}", Status::passed},
      {"log: refused", "{platform: any}", Status::passed},
  }));
  INFO(given << " -> " << expect);
  const auto result = run_case(std::string("  - case: it\n    ") + given + "\n    expect: " + expect + "\n");
  CHECK(result.status == status);
  CHECK(result.mismatches.empty() == (status == Status::passed));
}

TEST_CASE("a failure says what weighed more") {
  const auto result = run_case("  - {case: it, log: [refused], expect: {cause: slow_host}}\n");
  REQUIRE(result.status == Status::failed);
  CHECK(result.mismatches[0].what == "first cause");
  CHECK(result.expected_cause == "any.trouble.slow_host");
  CHECK(result.found_cause == "any.trouble.bad_key");
  REQUIRE(result.why.size() == 2);
  CHECK(result.why[0].finding == "prior");
  CHECK(result.why[1].finding == "refused");
  CHECK(result.why[1].found > result.why[1].expected);
}

TEST_CASE("a negative that looked at nothing is vacuous") {
  // Facts that none of the causes' symptoms know of; the answers of the others stay open.
  const auto nothing = run_case("  - {case: it, facts: {session.status: completed}, expect: {nothing: true}}\n");
  CHECK(nothing.status == Status::vacuous);
  CHECK(rule_tests::is_failure(nothing.status));
  const auto not_first = run_case("  - {case: it, facts: {session.dry_run: false}, expect: {not: [bad_key]}}\n");
  CHECK(not_first.status == Status::vacuous);
  CHECK_THAT(not_first.remark, Catch::Contains("bad_key"));
  CHECK(run_case("  - {case: it, facts: {session.dry_run: false}, expect: {not: [rehearsal]}}\n").status == Status::passed);
}

TEST_CASE("a known miss may fail, and must not pass") {
  const auto missed = run_case("  - {case: it, log: refused, expect: {cause: slow_host}, expect_failure: to be mended}\n");
  CHECK(missed.status == Status::known_miss);
  CHECK_FALSE(rule_tests::is_failure(missed.status));
  const auto mended = run_case("  - {case: it, log: refused, expect: {cause: bad_key}, expect_failure: to be mended}\n");
  CHECK(mended.status == Status::no_miss);
  CHECK(rule_tests::is_failure(mended.status));
}

TEST_CASE("a case whose input cannot be read is told as such") {
  const auto result = run_case("  - {case: it, logs: [not-there.log], expect: {nothing: true}}\n");
  CHECK(result.status == Status::unreadable);
  CHECK_THAT(result.remark, Catch::Contains("not-there.log"));
}

TEST_CASE("the number of threads does not change the results") {
  std::string cases = "cases:\n";
  for (int i = 0; i < 40; ++i) {
    cases +=
        "  - {case: c" + std::to_string(i) + ", log: " + (i % 3 == 0 ? "refused" : "late") + ", expect: {cause: bad_key}}\n";
  }
  const auto one = test::run_cases(cases, {.threads = 1});
  const auto four = test::run_cases(cases, {.threads = 4});
  REQUIRE(one);
  REQUIRE(four);
  CHECK(std::ranges::equal(one->value.cases, four->value.cases, {}, &rule_tests::CaseResult::status,
                           &rule_tests::CaseResult::status));
  CHECK(std::ranges::count(one->value.cases, Status::passed, &rule_tests::CaseResult::status) == 14);
}
