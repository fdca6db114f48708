// What the rules know of an error text, a code or an id: `syncdx explain`.
#pragma once

#include "evidence/collect.hpp"
#include "syncdx/engine.hpp"

#include <string_view>
#include <vector>

namespace syncdx {

// Best first: exact ids and codes, then symptoms whose patterns match the text as a line, each group in rule order with the
// asked platform's own items before general ones. A bare three-digit number is read as an HTTP status.
[[nodiscard]] std::vector<KnownError> find_known_errors(const evidence::CollectPlan& plan, std::string_view query,
                                                        std::string_view platform);

}  // namespace syncdx
