// Lines that a pattern matches, made from the pattern itself: for finding out that one pattern is contained in another.
#pragma once

#include "match/byte_set.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {

// Up to `count` different lines, each the text of a random match between random neighbours; the same ones at every call. Some
// may not match where the pattern looks at its neighbours (\b, ^): the caller holds them against it. Empty if the pattern
// cannot be read.
// `atoms` remembers what RE2 was asked.
[[nodiscard]] std::vector<std::string> sample_lines(std::string_view regex, std::size_t count, match::AtomReader& atoms);

}  // namespace syncdx::rules
