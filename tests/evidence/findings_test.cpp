#include "evidence/findings.hpp"

#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

using namespace syncdx;
using evidence::State;
using test::symptom;

namespace {

constexpr auto yaml = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - {id: started, title: s, role: session_start, log: {any: [sync started]}, examples: [sync started], counter_examples: [x]}
  - {id: ended, title: e, role: session_end, log: {any: [sync ended]}, examples: [sync ended], counter_examples: [x]}
  - {id: good, title: g, role: success, log: {any: [ended well]}, examples: [ended well], counter_examples: [x]}
  - {id: page, title: p, role: progress, log: {any: ['page \d']}, examples: [page 1], counter_examples: [x]}
  - {id: again, title: r, role: handled, log: {any: [retrying]}, examples: [retrying], counter_examples: [x]}
  - {id: limit, title: 429, log: {any: [limit]}, examples: [limit], counter_examples: [x]}
  - {id: login, title: 401, log: {any: [login]}, examples: [login], counter_examples: [x]}
  - {id: many, title: many, at_least: 2, log: {any: [limit]}, examples: [limit, limit], counter_examples: [x]}
  - {id: limit_then_login, title: order, when: {sequence: [limit, login]}}
  - {id: never_ended, title: hangs, when: {all: [started], none: [ended]}}
  - {id: either, title: either, when: {any: [limit, login]}}
  - {id: failed_fast, title: f, facts: [{fact: session.status, is: Failed}, {fact: session.duration_seconds, at_most: 10}]}
  - {id: changed, title: q, question: "Was it changed?"}
causes:
  - {id: c, title: C, prior: common, solutions: {wait: often},
     shows: {limit: often, login: often, many: often, limit_then_login: often, never_ended: often, either: often, failed_fast: often,
             changed: often}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

struct Fixture {
  std::unique_ptr<const rules::RuleSet> rules = test::rules_from_yaml(yaml);
  evidence::CollectPlan plan = test::plan_for(*rules);

  evidence::CaseEvidence seen(std::string_view log, bool complete) const {
    return {.log = test::collect(plan, log), .log_given = true, .log_complete = complete};
  }
  evidence::Finding finding(const evidence::CaseEvidence& evidence, std::string_view id) const {
    return evidence::find(*rules, evidence)[symptom(*rules, id)];
  }
};

}  // namespace

TEST_CASE("a log symptom is absent only in a complete log") {
  const Fixture f;
  CHECK(f.finding(f.seen("limit\n", false), "limit").state == State::present);
  CHECK(f.finding(f.seen("x\n", false), "limit").state == State::unknown);
  CHECK(f.finding(f.seen("x\n", true), "limit").state == State::absent);
  CHECK(f.finding(f.seen("limit\n", true), "many").state == State::absent);
  CHECK(f.finding(f.seen("limit\nlimit\n", true), "many").state == State::present);
}

TEST_CASE("composites follow three-valued logic") {
  const Fixture f;
  CHECK(f.finding(f.seen("limit\nlogin\n", false), "limit_then_login").state == State::present);
  CHECK(f.finding(f.seen("login\nlimit\n", false), "limit_then_login").state == State::absent);
  CHECK(f.finding(f.seen("limit\n", false), "limit_then_login").state == State::unknown);
  CHECK(f.finding(f.seen("limit\n", true), "limit_then_login").state == State::absent);
  CHECK(f.finding(f.seen("sync started\n", false), "never_ended").state == State::unknown);
  CHECK(f.finding(f.seen("sync started\n", true), "never_ended").state == State::present);
  CHECK(f.finding(f.seen("sync started\nsync ended\n", true), "never_ended").state == State::absent);
  CHECK(f.finding(f.seen("login\n", false), "either").state == State::present);
  CHECK(f.finding(f.seen("x\n", true), "either").state == State::absent);
}

TEST_CASE("what was handled or only mentioned is outlived if the whole session ended well, and not otherwise") {
  const Fixture f;
  const auto outlived = [&](std::string_view log, bool complete) { return f.finding(f.seen(log, complete), "limit").outlived; };
  CHECK(outlived("sync started\nlimit, retrying\npage 2\nsync ended\nended well\n", true));
  CHECK(outlived("sync started\nsync ended\n2026-11-20 17:00:04 INFO limit\nended well\n", true));
  CHECK_FALSE(outlived("sync started\nlimit, retrying\npage 2\nended well\n", false));
  CHECK_FALSE(outlived("sync started\nlimit\npage 2\nended well\n", true));
  CHECK_FALSE(outlived("sync started\nended well\nlimit, retrying\npage 2\nsync ended\n", true));
  CHECK_FALSE(outlived("sync started\nlimit, retrying\npage 2\nsync ended\n", true));
}

TEST_CASE("an error is recovered only if it was handled, work went on, and it did not come again") {
  const Fixture f;
  CHECK(f.finding(f.seen("limit\nretrying\npage 2\n", false), "limit").recovered);
  CHECK(f.finding(f.seen("limit, retrying\npage 2\n", false), "limit").recovered);
  CHECK_FALSE(f.finding(f.seen("limit\npage 2\n", false), "limit").recovered);
  CHECK_FALSE(f.finding(f.seen("limit\nretrying\n", false), "limit").recovered);
  CHECK_FALSE(f.finding(f.seen("limit\nretrying\npage 2\nlimit\n", false), "limit").recovered);
  CHECK_FALSE(f.finding(f.seen("limit\n1\n2\n3\n4\n5\nretrying\npage 2\n", false), "limit").recovered);
}

TEST_CASE("what only lines of level debug or info speak of is mentioned only") {
  const Fixture f;
  CHECK(f.finding(f.seen("2026-11-20 10:00:00 DEBUG limit 40 of 40\n", false), "limit").mentioned_only);
  CHECK_FALSE(f.finding(f.seen("2026-11-20 10:00:00 WARN limit reached\n", false), "limit").mentioned_only);
  CHECK_FALSE(f.finding(f.seen("limit reached\n", false), "limit").mentioned_only);
  CHECK(
      f.finding(f.seen("2026-11-20 10:00:00 WARN limit, retrying\npage 2\n2026-11-20 10:00:01 DEBUG limit 3\n", false), "limit")
          .recovered);
}

TEST_CASE("facts and answers decide their symptoms, and what is not known stays unknown") {
  const Fixture f;
  evidence::CaseEvidence given;
  CHECK(f.finding(given, "failed_fast").state == State::unknown);
  CHECK(f.finding(given, "changed").state == State::unknown);
  given.facts["session.status"] = {std::string("failed"), "sessions.json"};
  CHECK(f.finding(given, "failed_fast").state == State::unknown);
  given.facts["session.duration_seconds"] = {4.0, "sessions.json"};
  given.answers["changed"] = true;
  CHECK(f.finding(given, "failed_fast").state == State::present);
  CHECK(f.finding(given, "failed_fast").facts.size() == 2);
  CHECK(f.finding(given, "changed").state == State::present);
  given.facts["session.duration_seconds"] = {40.0, "sessions.json"};
  given.answers["changed"] = false;
  CHECK(f.finding(given, "failed_fast").state == State::absent);
  CHECK(f.finding(given, "changed").state == State::absent);
}

TEST_CASE("a session is whole if its start and, after it, its end are seen") {
  const Fixture f;
  const auto whole = [&](std::string_view log) { return evidence::shows_whole_session(*f.rules, test::collect(f.plan, log)); };
  CHECK(whole("sync started\nlimit\nsync ended\n"));
  CHECK_FALSE(whole("sync ended\nsync started\n"));
  CHECK_FALSE(whole("sync started\n"));
  CHECK_FALSE(whole("sync ended\n"));
}
