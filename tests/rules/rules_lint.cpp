// rules_lint PATH...: for authors of rules while the program itself is not built. Prints every problem of the rule files below
// the paths as one set, and how much they hold; exit code 1 if there is an error, 2 without paths. Not installed.
#include "base/print_diagnostic.hpp"
#include "rules/load.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using syncdx::Diagnostic;

int print(const std::vector<Diagnostic>& problems) {
  for (const auto& problem : problems) std::fputs((to_text(problem) + "\n").c_str(), stdout);
  const auto errors = std::ranges::count(problems, syncdx::Severity::error, &Diagnostic::severity);
  const auto warnings = std::ranges::count(problems, syncdx::Severity::warning, &Diagnostic::severity);
  std::printf("%td errors, %td warnings\n", errors, warnings);
  return errors > 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> paths(argv + std::min(argc, 1), argv + argc);
  if (paths.empty()) {
    std::fputs("usage: rules_lint PATH...\n", stderr);
    return 2;
  }
  auto files = syncdx::rules::read_rule_files(paths);
  if (!files) return print(files.error());
  const auto file_count = files->size();
  const auto loaded = syncdx::rules::load_rules(std::move(*files));
  if (!loaded) return print(loaded.error());
  const auto& rules = loaded->value;
  std::printf("%zu files: %zu platforms, %zu issues, %zu symptoms, %zu causes, %zu solutions\n", file_count, rules.platforms.size(),
              rules.issues.size(), rules.symptoms.size(), rules.causes.size(), rules.solutions.size());
  return print(loaded->warnings);
}
