// An export as it may be kept: the same JSON with every text masked. Internal to run.
#pragma once

#include <functional>
#include <string>

namespace syncdx::connect {

// `body` with `mask` applied to each text (not to names of members); empty if it is no JSON.
[[nodiscard]] std::string masked_document(const std::string& body, const std::function<std::string(std::string)>& mask);

}  // namespace syncdx::connect
