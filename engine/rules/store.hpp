// A RuleSet as bytes and back, for the compiled-rules cache: reading it is much faster than parsing YAML. Not a public format:
// it changes with the program's version and `stored_form`, which are part of the cache key.
#pragma once

#include "rules/model.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncdx::rules {

// Raised with every change of the model's members or of their meaning.
inline constexpr int stored_form = 4;

[[nodiscard]] std::string to_bytes(const RuleSet& rules);

// nullopt if the bytes are not what to_bytes wrote (any corruption; bounded memory; never throws).
[[nodiscard]] std::optional<RuleSet> from_bytes(std::string_view bytes);

}  // namespace syncdx::rules
