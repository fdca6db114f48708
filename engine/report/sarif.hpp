// Problems as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for code hosts and editors. Pure; thread safe.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <span>
#include <string>
#include <string_view>

namespace syncdx::report {

// One run with one result for each problem, in their order; columns count code points. `version`: of the program. Ends in a
// newline.
[[nodiscard]] std::string problems_sarif(std::span<const Diagnostic> problems, std::string_view version);

}  // namespace syncdx::report
