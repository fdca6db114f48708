#include "evidence/line_judge.hpp"

#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace syncdx;

namespace {

constexpr auto judged_rules = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - id: limited
    title: rate limit
    log: {any: ['(?i)rate limit'], unless: ['remaining']}
    examples: [rate limit hit]
    counter_examples: [rate limit remaining 3]
  - id: refused
    title: refused
    log: {any: ['\brefused\b'], unless: ['order \w*7 was']}
    examples: [refused]
    counter_examples: [order 7 was refused]
  - id: large
    title: large
    log: {any: ['[5-9]\d\d rows', '(?i)rate limit of \d+ rows']}
    examples: [500 rows]
    counter_examples: [100 rows]
causes:
  - {id: cause, title: Cause, explanation: E., prior: common, shows: {limited: often, refused: often, large: often}, solutions: {wait: often}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

struct Judgement {
  std::vector<rules::SymptomIndex> seen;
  std::vector<std::size_t> places;
  bool operator==(const Judgement&) const = default;
};

Judgement judge_with(evidence::LineJudge& judge, match::Scanner& scanner, std::string_view line) {
  Judgement judgement;
  for (const auto& [symptom, hit] : judge.judge(line, scanner.scan(line)).seen) {
    judgement.seen.push_back(symptom);
    judgement.places.push_back(judge.place_of(hit, line));
  }
  return judgement;
}

}  // namespace

TEST_CASE("what a judge learned of a kind of line is true of all its lines") {
  const auto rules = test::rules_from_yaml(judged_rules);
  const auto plan = test::plan_for(*rules);
  match::Scanner scanner(plan.program());
  evidence::LineJudge judge(plan);
  std::size_t seen = 0;
  for (int i = 0; i < 300; ++i) {
    const auto n = std::to_string(100 + i * 7 % 900);
    const auto id = "a" + std::to_string(i % 9) + "ed"[i % 2];
    const auto ends = std::vector<std::string>{"eed9", "0a1b", "12ed", "9fed"}[static_cast<std::size_t>(i) % 4];
    for (const auto& line :
         {"rate limit of " + n + " rows", "rate limit remaining " + n, "this is not a rate limit, job " + n,
          "order " + n + " was refused", "not " + id + " rate limit", "not transaction-" + ends + " rate limit",
          "not " + ends + "ed rate limit", "order " + id + " was refused, " + n + " rows", n + " rows"}) {
      match::Scanner fresh_scanner(plan.program());
      evidence::LineJudge fresh(plan);
      const auto expected = judge_with(fresh, fresh_scanner, line);
      INFO(line);
      REQUIRE(judge_with(judge, scanner, line) == expected);
      seen += expected.seen.size();
    }
  }
  CHECK(seen > 600);
}
