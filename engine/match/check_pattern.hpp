// check_pattern (match/program.hpp) for many patterns, which share what RE2 was asked about their atoms.
#pragma once

#include "match/byte_set.hpp"
#include "match/program.hpp"

namespace syncdx::match {

[[nodiscard]] std::optional<PatternProblem> check_pattern(std::string_view regex, AtomReader& atoms);

// The same of a pattern that RE2 has accepted (match/regex_options.hpp): it is not asked again.
[[nodiscard]] std::optional<PatternProblem> check_accepted_pattern(std::string_view regex, AtomReader& atoms);

}  // namespace syncdx::match
