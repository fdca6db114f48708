#include "base/diagnostic_codes.hpp"

#include <algorithm>
#include <array>

namespace syncdx {
namespace {

// Keep sorted by code: a test holds it.
constexpr auto table = std::to_array<DiagnosticCode>({
    {"L001", "unreadable_input", "an input cannot be read",
     "The file does not exist, is not readable for this user, or failed while it was read. Check the path and its permissions."},
});

}  // namespace

std::span<const DiagnosticCode> diagnostic_codes() noexcept { return table; }

const DiagnosticCode* find_diagnostic_code(std::string_view code) noexcept {
  const auto found = std::ranges::find(table, code, &DiagnosticCode::code);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace syncdx
