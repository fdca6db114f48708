// What a rule set says, without the places where it is said: to see whether a change of the text changed the rules.
#pragma once

#include "rules/store.hpp"

#include <string>
#include <variant>

namespace syncdx::test {

[[nodiscard]] inline std::string meaning(rules::RuleSet set) {
  const auto forget = [](auto& items) {
    for (auto& item : items) item.where = {};
  };
  forget(set.platforms);
  forget(set.issues);
  forget(set.symptoms);
  forget(set.causes);
  forget(set.solutions);
  for (auto& platform : set.platforms) forget(platform.detect);
  for (auto& symptom : set.symptoms) {
    if (auto* log = std::get_if<rules::LogSymptom>(&symptom.source)) {
      forget(log->any);
      forget(log->unless);
    } else if (auto* facts = std::get_if<rules::FactSymptom>(&symptom.source)) {
      forget(facts->all);
    }
  }
  return rules::to_bytes(set);
}

}  // namespace syncdx::test
