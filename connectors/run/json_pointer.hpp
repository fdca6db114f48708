// Bounded JSON, and what stands where in it. Pure functions over hostile bytes; never throw. Internal to run.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace syncdx::connect {

// A discarded value if `text` is no JSON; what is nested deeper than 64 levels is left out.
[[nodiscard]] nlohmann::json parsed_json(std::string_view text);

// What stands at a JSON pointer (RFC 6901); null if nothing does, or the pointer cannot be followed. Points into `root`.
[[nodiscard]] const nlohmann::json& at(const nlohmann::json& root, std::string_view pointer);

// The same to be changed; nullptr if nothing stands there.
[[nodiscard]] nlohmann::json* find_at(nlohmann::json& root, std::string_view pointer);

}  // namespace syncdx::connect
