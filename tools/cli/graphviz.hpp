// The program `dot` of Graphviz, which lays pictures out.
#pragma once

#include "syncdx/result.hpp"

#include <string>

namespace syncdx::cli {

// The picture as SVG. C008 if `dot` is not installed, fails, or takes more than two minutes.
[[nodiscard]] Result<std::string> lay_out(const std::string& dot);

}  // namespace syncdx::cli
