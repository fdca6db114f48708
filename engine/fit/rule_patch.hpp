// Fitted numbers as changes of the rule files: the number alone, in its place, and the cause's `basis:`.
#pragma once

#include "fit/numbers.hpp"
#include "syncdx/fit_rules.hpp"

#include <span>
#include <string>
#include <vector>

namespace syncdx::evaluate {

// `values`: one per number, as written. A cause without a basis of its own gets the file's, with `note` behind it; an older
// note of a fit is replaced. By path; only files that change.
[[nodiscard]] Result<std::vector<FilePatch>> patch_rules(std::span<const rules::RuleFile> files, const rules::RuleSet& rules,
                                                         const Numbers& numbers, const std::vector<double>& values,
                                                         const std::string& note);

}  // namespace syncdx::evaluate
