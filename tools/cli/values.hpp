// The values of single arguments: read and checked.
#pragma once

#include "options.hpp"

#include "syncdx/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx::cli {

// All fail with C001; the message names the value and what was expected.

// "0.8", "80%" or "80 %": a probability in (0, 1].
[[nodiscard]] Result<double> read_probability(std::string_view text);

// "ID=yes", "ID=no" (or true/false, y/n, 1/0).
[[nodiscard]] Result<std::pair<std::string, bool>> read_answer(std::string_view text);

// What a number may be, both ends included.
template <typename Number>
struct Bounds {
  Number least;
  Number most;
};

// In decimal digits: "0", "20000".
[[nodiscard]] Result<std::uint64_t> read_whole_number(std::string_view text, Bounds<std::uint64_t> bounds);

// "0.3", "1e3".
[[nodiscard]] Result<double> read_number(std::string_view text, Bounds<double> bounds);

// Any text but the empty one.
[[nodiscard]] Result<std::string> read_some_text(std::string_view text);

// RFC 3339, whole seconds; a missing zone is UTC.
[[nodiscard]] Result<std::chrono::sys_seconds> read_time(std::string_view text);

// A platform id, in lower case: letters, digits, "_" and "-".
[[nodiscard]] Result<std::string> read_platform(std::string_view text);

}  // namespace syncdx::cli
