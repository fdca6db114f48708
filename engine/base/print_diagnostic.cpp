#include "base/print_diagnostic.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace syncdx {
namespace {

std::string place(const SourceRange& where) {
  if (where.path.empty()) return {};
  if (where.begin.line == 0) return where.path + ": ";
  if (where.begin.column == 0) return fmt::format("{}:{}: ", where.path, where.begin.line);
  return fmt::format("{}:{}:{}: ", where.path, where.begin.line, where.begin.column);
}

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

// The source line and a caret line below it; long lines are shown without (their caret would be off the screen).
std::string snippet(const Diagnostic& diagnostic) {
  constexpr std::size_t widest = 200;
  if (diagnostic.snippet.empty() || diagnostic.where.begin.column == 0) return {};
  const std::string line = repair_utf8(diagnostic.snippet);
  if (count_code_points(line) > widest) return {};
  const auto& [path, begin, end] = diagnostic.where;
  const std::size_t length = end.line == begin.line && end.column > begin.column ? end.column - begin.column : 1;
  return fmt::format("  {}\n  {}^{}\n", line, std::string(begin.column - 1, ' '), std::string(length - 1, '~'));
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  std::string text =
      fmt::format("{}{}[{}]: {}\n", place(diagnostic.where), word(diagnostic.severity), diagnostic.code, diagnostic.message);
  text += snippet(diagnostic);
  for (const auto& note : diagnostic.notes) text += fmt::format("{}note: {}\n", place(note.where), note.message);
  if (!diagnostic.help.empty()) text += fmt::format("help: {}\n", diagnostic.help);
  return text;
}

void sort_diagnostics(std::vector<Diagnostic>& diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.where.path, d.where.begin, d.code, d.message); };
  std::ranges::stable_sort(diagnostics, [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace syncdx
