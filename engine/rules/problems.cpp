#include "rules/raw_rules.hpp"

#include <algorithm>

namespace syncdx::rules {

Diagnostic& Problems::add(Severity severity, const char* code, const SourceRange& where, std::string message,
                          std::string help) {
  list_.push_back({.code = code, .severity = severity, .message = std::move(message), .where = where, .help = std::move(help)});
  return list_.back();
}

Diagnostic& Problems::error(const char* code, const SourceRange& where, std::string message, std::string help) {
  return add(Severity::error, code, where, std::move(message), std::move(help));
}

Diagnostic& Problems::warning(const char* code, const SourceRange& where, std::string message, std::string help) {
  return add(Severity::warning, code, where, std::move(message), std::move(help));
}

void Problems::add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }

void Problems::add_fix(TextEdit edit, std::string help) {
  list_.back().fix.push_back(std::move(edit));
  list_.back().help = std::move(help);
}

std::set<std::string> Problems::files_with_errors() const {
  std::set<std::string> files;
  for (const auto& problem : list_) {
    if (problem.severity == Severity::error) files.insert(problem.where.path);
  }
  return files;
}

bool Problems::has_errors() const {
  return std::ranges::any_of(list_, [](const auto& diagnostic) { return diagnostic.severity == Severity::error; });
}

// A warning is allowed where it stands within the scope of an `allow` that names its code; an `allow` without such a warning
// is one itself.
void Problems::apply_allowed(std::span<const RawFile> files) {
  const auto covers = [](const Allowed& allowed, const Diagnostic& problem) {
    const auto& scope = allowed.scope;
    if (problem.severity != Severity::warning || problem.code != allowed.code.text || problem.where.path != scope.path)
      return false;
    return scope.end.line == 0 || (scope.begin <= problem.where.begin && problem.where.begin <= scope.end);
  };
  std::vector<bool> dropped(list_.size(), false);
  std::vector<Diagnostic> idle;
  for (const auto& file : files) {
    for (const auto& allowed : file.allowed) {
      bool used = false;
      for (std::size_t i = 0; i < list_.size(); ++i) {
        if (!covers(allowed, list_[i])) continue;
        dropped[i] = true;
        used = true;
      }
      if (used) continue;
      idle.push_back({.code = "R413",
                      .severity = Severity::warning,
                      .message = "no warning " + allowed.code.text + " is given here, so there is nothing to allow",
                      .where = allowed.code.where,
                      .help = "remove it"});
    }
  }
  std::size_t at = 0;
  std::erase_if(list_, [&](const auto&) { return dropped[at++]; });
  // What other mistakes hide may still come: do not ask to remove it.
  if (has_errors()) return;
  for (auto& problem : idle) list_.push_back(std::move(problem));
}

std::vector<Diagnostic> Problems::take() && { return std::move(list_); }

}  // namespace syncdx::rules
