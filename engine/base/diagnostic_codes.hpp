// The one table of diagnostic codes. R: rules, L: logs and archives, X: Tether exports, T: tests of rules, D: diagnosis,
// E: evaluation on labelled cases, C: command line.
// Codes are stable and never reused.
#pragma once

#include <span>
#include <string_view>

namespace syncdx {

struct DiagnosticCode {
  std::string_view code;         // "R103"
  std::string_view id;           // "unknown_symptom"
  std::string_view title;        // one line, no full stop
  std::string_view explanation;  // what it means, what it leads to, how to mend it; plain sentences
};

// All codes, sorted by code.
[[nodiscard]] std::span<const DiagnosticCode> diagnostic_codes() noexcept;

// The entry of `code`, or nullptr.
[[nodiscard]] const DiagnosticCode* find_diagnostic_code(std::string_view code) noexcept;

}  // namespace syncdx
