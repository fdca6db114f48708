#include "evidence/collect.hpp"

#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

using namespace syncdx;
using test::collect;
using test::symptom;

namespace {

constexpr auto yaml = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - id: limited
    title: rate limit
    log: {any: ['(?i)rate limit', 'THROTTLED'], unless: ['remaining']}
    examples: [rate limit hit]
    counter_examples: [rate limit remaining 3]
  - id: burst
    title: three 429 in a minute
    http_status: [429]
    at_least: 3
    within_seconds: 60
    examples: ["HTTP 429", "status=429", "HTTP 429"]
    counter_examples: ["fetched 429 orders"]
  - id: many_errors   # counts error lines, but explains none of them
    title: several error lines
    at_least: 2
    log: {any: ['ERROR']}
    examples: [ERROR x]
    counter_examples: [no problem]
  - id: handled_line
    title: handled
    role: handled
    log: {any: ['retrying in']}
    examples: [retrying in 5 s]
    counter_examples: [tried it]
  - id: error_line
    title: an error
    role: error
    log: {any: ['ERROR']}
    examples: [ERROR x]
    counter_examples: [no problem]
causes:
  - id: too_fast
    title: Too fast
    prior: common
    shows: {limited: often, burst: often, many_errors: often}
    solutions: {wait: often}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

}  // namespace

TEST_CASE("a line counts once per symptom, with its place and its time") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto plan = test::plan_for(*rules);
  const auto evidence = collect(plan,
                                "2026-11-20T10:00:00Z start\n"
                                "2026-11-20T10:00:05Z rate limit: THROTTLED, rate limit\n"
                                "  rate limit again\n"
                                "rate limit remaining 3\n");
  const auto& limited = evidence.symptoms[symptom(*rules, "limited")];
  CHECK(limited.lines == 2);
  REQUIRE(limited.samples.kept().size() == 2);
  CHECK(limited.samples.kept()[0].place.line == 2);
  CHECK(limited.samples.kept()[1].place.line == 3);
  CHECK(limited.samples.kept()[1].place.offset == 82);
  // The third line has no time of its own: it is dated by the one before.
  CHECK(limited.samples.kept()[1].time == logs::parse_time("2026-11-20T10:00:05Z"));
}

TEST_CASE("what is said in the negative does not count") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto plan = test::plan_for(*rules);
  CHECK(collect(plan, "this is not a rate limit\n").symptoms[symptom(*rules, "limited")].lines == 0);
  CHECK(collect(plan, "we ran into a rate limit\n").symptoms[symptom(*rules, "limited")].lines == 1);
}

TEST_CASE("error lines that no symptom explains are kept as unmatched, handled ones are not") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto plan = test::plan_for(*rules);
  const auto evidence = collect(plan, "ERROR rate limit\nERROR the frobnicator broke\nERROR blip, retrying in 2 s\n");
  CHECK(evidence.unmatched_lines == 1);
  REQUIRE(evidence.unmatched.kept().size() == 1);
  CHECK(evidence.unmatched.kept()[0].text == "ERROR the frobnicator broke");
  CHECK(evidence.handled.places.size() == 1);
}

TEST_CASE("the evidence is the same for any cut of the log into blocks and any merge order") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto plan = test::plan_for(*rules);
  std::string text;
  for (int i = 0; i < 400; ++i) {
    if (i % 7 == 0) text += "2026-11-20T10:" + std::to_string(10 + i / 10) + ":00Z tick\n";
    text += i % 3 == 0   ? "got HTTP 429\n"
            : i % 5 == 0 ? "ERROR odd " + std::to_string(i) + "\n"
                         : "rate limit, retrying in 1 s\n";
  }
  const auto whole = collect(plan, text);
  CHECK(whole.symptoms[symptom(*rules, "burst")].times.most_within(60) > 0);
  for (const std::size_t block_bytes : {1U, 7U, 64U, 1000U, 5000U}) {
    CAPTURE(block_bytes);
    CHECK(collect(plan, text, {.block_bytes = block_bytes}) == whole);
    // Every block by a collector of its own, merged backwards.
    std::vector<evidence::LogEvidence> parts;
    (void)logs::read_text(text, "test.log", {.block_bytes = block_bytes}, [&](logs::Block&& block) {
      evidence::Collector collector(plan);
      collector.add(block);
      parts.push_back(collector.evidence());
      return true;
    });
    evidence::LogEvidence merged;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) merged.merge(*part);
    CHECK(merged == whole);
  }
}
