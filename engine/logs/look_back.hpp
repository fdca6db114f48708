// What a line does not say itself, one of the few lines before it may: the time and the session of a stack trace.
#pragma once

#include "logs/input.hpp"

#include <cstddef>
#include <string_view>

namespace syncdx::logs {

inline constexpr std::size_t look_back_lines = 20;
inline constexpr std::size_t look_back_bytes = std::size_t{4} * 1024;
static_assert(look_back_bytes < ReadOptions::usual_context_bytes);  // so that the answer does not depend on the blocks

// `found(line)` for `line`, then for the lines before it, the nearest first, until it is true; whether it was. `before`: whole
// lines, each with its newline. Looks back over look_back_lines and look_back_bytes at most.
template <typename Found>
bool look_back(std::string_view before, std::string_view line, Found found) {
  if (found(line)) return true;
  const std::size_t floor = before.size() > look_back_bytes ? before.size() - look_back_bytes : 0;
  for (std::size_t i = 0; i < look_back_lines && !before.empty(); ++i) {
    before.remove_suffix(1);  // the newline
    const auto newline = before.rfind('\n');
    const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    if (start < floor) return false;
    if (found(before.substr(start))) return true;
    before = before.substr(0, start);
  }
  return false;
}

}  // namespace syncdx::logs
