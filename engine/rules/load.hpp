// Rule files in, RuleSet out: read YAML with places, collect, check, link (refinements merged, ids resolved, http_status
// expanded). All problems of all files are found in one run. The only place that knows yaml-cpp.
#pragma once

#include "rules/model.hpp"
#include "syncdx/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {

// One rule file's path (as shown in messages) and bytes.
struct RuleFile {
  std::string path;
  std::string text;
};

// Files below a directory of rules that end so hold tests of the rules, and are not read as rules.
inline constexpr std::string_view case_file_ending = ".cases.yaml";

// All *.yaml files below each directory but the case files (or the file itself), sorted by path. Fails if a directory cannot be
// read. Bounded: a file over 4 MiB and more than 20,000 files are errors.
[[nodiscard]] tl::expected<std::vector<RuleFile>, std::vector<Diagnostic>> read_rule_files(std::span<const std::string> paths);

// The linked rules, or every error and warning. Order of `files` does not change the result (sorted by path first).
[[nodiscard]] Checked<RuleSet> load_rules(std::vector<RuleFile> files);

}  // namespace syncdx::rules
