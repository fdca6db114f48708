// Diagnostics: what is wrong with something a person gave us (a rule file, a log, an export, an argument), as values.
// This header holds the types only; engine/base prints them, the code table is in engine/base/diagnostic_codes.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx {

// A place in a text file. Lines and columns start at 1; columns count code points; 0 means "not known".
struct SourcePosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  auto operator<=>(const SourcePosition&) const = default;
};

// A stretch of one file, `end` exclusive. `path` is as the user gave it; empty for text that came from no file.
struct SourceRange {
  std::string path;
  SourcePosition begin;
  SourcePosition end;
  auto operator<=>(const SourceRange&) const = default;
};

enum class Severity { error, warning, note };

// A further remark on a diagnostic, with a place of its own ("first defined here").
struct DiagnosticNote {
  std::string message;
  SourceRange where;
};

// A safe change of a text: at `where`, on one line, stands `before`; `after` is what should. Where something else stands, it
// does not apply.
struct TextEdit {
  SourceRange where;
  std::string before;
  std::string after;
};

// One problem. `code` is stable ("R103") and listed in the code table; `message` says what was found, what was expected
// and the nearest valid name; `help` says what to do (may be empty); `snippet` is the source line (empty if unknown); `fix`
// holds the edits that together mend it without changing what is meant (may be empty).
struct Diagnostic {
  std::string code;
  Severity severity = Severity::error;
  std::string message;
  SourceRange where{};
  std::vector<DiagnosticNote> notes{};
  std::string help{};
  std::string snippet{};
  std::vector<TextEdit> fix{};
};

}  // namespace syncdx
