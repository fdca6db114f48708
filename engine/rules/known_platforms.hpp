// The platforms that rules know, and what is told of others. Pure; thread safe.
#pragma once

#include "rules/model.hpp"
#include "syncdx/diagnostic.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {

// `any`, the platforms that the rules recognise, and those that they hold rules for; sorted.
[[nodiscard]] std::vector<std::string> known_platforms(const RuleSet& rules);

// C007 if a user named a platform that is none of these. Empty means that none was named.
[[nodiscard]] std::optional<Diagnostic> refuse_platform(const RuleSet& rules, std::string_view platform);

}  // namespace syncdx::rules
