#include "diagnose/conclude.hpp"

#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncdx;

namespace {

constexpr auto yaml = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - {id: seen, title: s, leak: .01, log: {any: [seen]}, examples: [seen], counter_examples: [x]}
  - {id: fact, title: f, leak: .01, facts: [{fact: session.dry_run, is: true}]}
  - {id: both, title: b, leak: .01, when: {all: [seen, fact]}}
causes:
  - {id: one, title: One, prior: .1, solutions: {wait: often}, shows: {seen: .9, fact: .9, both: .9}}
  - {id: two, title: Two, prior: .05, solutions: {wait: often}, shows: {seen: .5}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

Conclusion concluded(const rules::RuleSet& rules, std::initializer_list<std::string_view> present) {
  evidence::Findings findings(rules.symptoms.size());
  for (const auto id : present) findings[test::symptom(rules, id)].state = evidence::State::present;
  const auto network = make_case_network(rules, "any", findings);
  REQUIRE(network);
  return conclude(*network);
}

}  // namespace

TEST_CASE("what texts say counts but for the share of texts that mislead; then what is left is as if they were not there") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto nothing = concluded(*rules, {});
  CHECK(nothing.text_share == 1);
  CHECK(nothing.posterior.causes.at(0) == Approx(0.1));

  const auto text = concluded(*rules, {"seen"});
  CHECK(text.text_share == Approx(1 - misread_share));
  const double seen = 1 - (1 - .01) * (1 - .1 * .9) * (1 - .05 * .5);
  const double seen_with_one = 1 - (1 - .01) * (1 - .9) * (1 - .05 * .5);
  CHECK(text.posterior.causes.at(0) == Approx((1 - misread_share) * .1 * seen_with_one / seen + misread_share * .1));
  CHECK(text.posterior.groups.at(0) >= *std::ranges::max_element(text.posterior.causes));
}

TEST_CASE("settings, facts, probes and answers leave no such doubt; what rests on a line by its parts does") {
  const auto rules = test::rules_from_yaml(yaml);
  const auto fact = concluded(*rules, {"fact"});
  CHECK(fact.text_share == 1);
  CHECK(fact.posterior.causes.at(0) == Approx(.1 * (1 - .99 * .1) / (.1 * (1 - .99 * .1) + .9 * .01)));

  const auto part = concluded(*rules, {"both"});
  CHECK(part.text_share < 1);
  const auto all = concluded(*rules, {"seen", "fact", "both"});
  CHECK(all.posterior.causes.at(0) > fact.posterior.causes.at(0) * misread_share);
  CHECK(all.posterior.causes.at(0) < 1 - misread_share * (1 - fact.posterior.causes.at(0)));
}
