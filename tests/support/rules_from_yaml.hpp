// Rules written in a test, and the plan to collect evidence for them.
#pragma once

#include "base/print_diagnostic.hpp"
#include "evidence/collect.hpp"
#include "rules/load.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace syncdx::test {

inline std::unique_ptr<const rules::RuleSet> rules_from_yaml(const std::string& yaml) {
  auto loaded = rules::load_rules({{"test.yaml", yaml}});
  if (!loaded) {
    std::string problems;
    for (const auto& diagnostic : loaded.error()) problems += to_text(diagnostic);
    FAIL(problems);
  }
  return std::make_unique<const rules::RuleSet>(std::move(loaded->value));
}

inline evidence::CollectPlan plan_for(const rules::RuleSet& rules) {
  evidence::PatternTable table(rules);
  auto program = match::MatchProgram::compile(table.patterns());
  REQUIRE(program);
  return {rules, std::move(table), std::move(*program)};
}

inline evidence::LogEvidence collect(const evidence::CollectPlan& plan, std::string_view text,
                                     const logs::ReadOptions& options = {}) {
  evidence::Collector collector(plan);
  (void)logs::read_text(text, "test.log", options, [&](logs::Block&& block) {
    collector.add(block);
    return true;
  });
  return collector.evidence();
}

inline rules::SymptomIndex symptom(const rules::RuleSet& rules, std::string_view id) {
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size(); ++i) {
    if (rules.symptoms[i].id == id) return i;
  }
  FAIL("no symptom " << id);
  return 0;
}

}  // namespace syncdx::test
