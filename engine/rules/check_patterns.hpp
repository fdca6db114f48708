// What patterns do: whether they can be used, whether they match their examples and only those, whether they match more than
// anybody can have meant, and whether one is contained in another or catches another symptom's example.
#pragma once

#include "rules/raw_rules.hpp"

namespace syncdx::rules {

// `half_read`: files of which not everything could be read; their patterns and examples are left alone. `files` give the places
// of examples.
void check_patterns(const RuleSet& rules, std::span<const RawFile> files, const std::set<std::string>& half_read,
                    Problems& problems);

}  // namespace syncdx::rules
