#include "diagnose/case_network.hpp"

#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

using namespace syncdx;

namespace {

constexpr auto yaml = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - {id: seen, title: s, leak: .02, log: {any: [seen]}, examples: [seen], counter_examples: [x]}
  - {id: fact, title: f, facts: [{fact: session.dry_run, is: true}]}
causes:
  - {id: one, title: One, prior: .1, solutions: {wait: often}, shows: {seen: .5, fact: .8}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

}  // namespace

TEST_CASE("a recovered error is likelier in a healthy session; an absent line speaks with a part of its strength") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto seen = test::symptom(*rules, "seen");
  evidence::Findings findings(rules->symptoms.size());
  findings[seen].state = evidence::State::present;
  const auto plain = make_case_network(*rules, "any", findings);
  REQUIRE(plain);
  const auto id = plain->finding_of[seen].value();
  CHECK(plain->network.leak(id) == Approx(0.02));
  CHECK(plain->states[id] == infer::State::present);

  findings[seen].recovered = true;
  const auto recovered = make_case_network(*rules, "any", findings);
  CHECK(recovered->network.leak(recovered->finding_of[seen].value()) == Approx(recovered_leak));
  findings[seen] = {.state = evidence::State::present, .mentioned_only = true};
  const auto mentioned = make_case_network(*rules, "any", findings);
  CHECK(mentioned->network.leak(mentioned->finding_of[seen].value()) == Approx(mentioned_leak));

  findings[seen] = {.state = evidence::State::absent};
  findings[test::symptom(*rules, "fact")] = {.state = evidence::State::absent};
  const auto absent = make_case_network(*rules, "any", findings);
  const auto line = absent->network.links_of_finding(absent->finding_of[seen].value());
  REQUIRE(line.size() == 1);
  CHECK(line.front().strength == Approx(0.5 * absent_log_share));
  CHECK(absent->network.links_of_finding(absent->finding_of[test::symptom(*rules, "fact")].value()).front().strength ==
        Approx(0.8));
}
