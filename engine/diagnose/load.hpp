// Rules and compiled patterns, from the cache or from the rule files.
#pragma once

#include "evidence/collect.hpp"
#include "rules/model.hpp"
#include "syncdx/engine.hpp"

#include <memory>
#include <string>

namespace syncdx {

// `plan` refers to `rules`, which therefore has a fixed address.
struct Knowledge {
  std::unique_ptr<const rules::RuleSet> rules;
  evidence::CollectPlan plan;
  bool from_cache = false;
  std::string content_hash;  // of the rules' texts, in hexadecimal; not of their places
};

[[nodiscard]] Checked<Knowledge> load_knowledge(const EngineOptions& options);

}  // namespace syncdx
