// The diagnostic codes of connector and connections files.
#pragma once

#include "base/yaml_reader.hpp"

namespace syncdx::connect {

inline constexpr YamlCodes connector_codes{
    .wrong_kind = "P002", .unknown_key = "P003", .key_twice = "P003", .missing_key = "P004", .bad_value = "P005"};

}  // namespace syncdx::connect
