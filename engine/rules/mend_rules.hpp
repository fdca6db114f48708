// Safe fixes of rule files (`syncdx rules check --fix`): the edits that diagnostics carry, put into the texts. A key or word
// that is misspelt and near to only one right one, an entry that stands twice in a list, a text whose quotes are missing.
#pragma once

#include "rules/load.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace syncdx::rules {

// `text` with the edits of those `problems` that stand in `path`; each only where its `before` stands at its place. Everything
// else, comments included, stays as it is.
struct Edited {
  std::string text;
  std::size_t edits = 0;
};
[[nodiscard]] Edited apply_fixes(const std::string& path, std::string text, std::span<const Diagnostic> problems);

// Rule files after all fixes, again and again until none is left (a fixed key may show a bad value). A file's fixes are kept
// only if the set has no more problems with them.
struct Mended {
  std::vector<RuleFile> changed;
  std::size_t fixes = 0;
  std::vector<Diagnostic> left;  // what remains to be done by hand
};
[[nodiscard]] Mended mend_rules(std::vector<RuleFile> files);

// The edit that quotes the text which keeps a file from being YAML, if that is what is wrong at `problem`.
[[nodiscard]] std::vector<TextEdit> missing_quotes(const std::string& path, const std::string& text, const Diagnostic& problem);

}  // namespace syncdx::rules
