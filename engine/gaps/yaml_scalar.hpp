// Texts in drafted rule files.
#pragma once

#include "base/ascii.hpp"
#include "base/text.hpp"

#include <string>
#include <string_view>

namespace syncdx::gaps {

// A YAML scalar in single quotes, on one line: control characters become spaces, what is no UTF-8 its replacement.
[[nodiscard]] inline std::string yaml_scalar(std::string_view text) {
  std::string result = "'";
  for (const char c : repair_utf8(text)) {
    result += is_control(c) ? ' ' : c;
    if (c == '\'') result += c;
  }
  return result + "'";
}

}  // namespace syncdx::gaps
