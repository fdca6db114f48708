// Diagnostics as text and as an order. The library builds strings only; programs print them.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <string>
#include <vector>

namespace syncdx {

// `path:line:column: error[R103]: message`, the source line with a caret, then `note:` and `help:` lines; ends in a newline.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

// By path, line, column, code, message: the order of every printed list.
void sort_diagnostics(std::vector<Diagnostic>& diagnostics);

}  // namespace syncdx
