// RawFiles -> RuleSet: names become indices, refinements inherit, and what does not fit together is reported.
#pragma once

#include "rules/raw_rules.hpp"

#include <span>

namespace syncdx::rules {

// Adds problems; the result is usable only if there are no errors.
[[nodiscard]] RuleSet link_rules(std::span<const RawFile> files, Problems& problems);

}  // namespace syncdx::rules
