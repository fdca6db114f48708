// Case files -> test cases, with every mistake of every file at its place: the reader of the language that
// engine/doc/rule_language.md describes under "Tests". Codes T101 to T202, and R001, R002 for what is no YAML.
#pragma once

#include "rule_tests/case_model.hpp"
#include "syncdx/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rule_tests {

// The cases of one file's text. `path` is shown in messages, and paths in the file are relative to its directory. Cases with
// mistakes are left out, all of them where what the file says for all is one; problems are appended.
[[nodiscard]] std::vector<TestCase> read_cases(const std::string& path, std::string_view text, const rules::RuleSet& rules,
                                               std::vector<Diagnostic>& problems);

// The case files of `paths`, sorted by path, each once: a file as named; of a directory every *.cases.yaml, or, if it has none,
// every *.yaml below it. What cannot be read is a problem (T001).
[[nodiscard]] std::vector<std::string> find_case_files(std::span<const std::string> paths, std::vector<Diagnostic>& problems);

// The cases of all these files, in this order; problems carry the line that they are about.
[[nodiscard]] std::vector<TestCase> load_cases(std::span<const std::string> files, const rules::RuleSet& rules,
                                               std::vector<Diagnostic>& problems);

}  // namespace syncdx::rule_tests
