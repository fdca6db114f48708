// Small text functions that several stages need: nearest names, code points, display width. Pure; thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx {

// Number of single-character insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`
// (optimal string alignment distance; Damerau 1964), over bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `word` if it is near enough to be a slip (distance <= max(1, length / 3)); the first of equals.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view word, std::span<const std::string> candidates);

// The same, if it is the only candidate that near and at most two slips away: near enough to be put in its place unasked.
[[nodiscard]] std::optional<std::string> only_near_name(std::string_view word, std::span<const std::string> candidates);

// Valid UTF-8: bytes that are none become U+FFFD, control characters other than tab become U+FFFD as well (so that a log
// line cannot drive a terminal). A newline is kept.
[[nodiscard]] std::string repair_utf8(std::string_view bytes);

// Number of code points in valid UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view text) noexcept;

// At most `limit` code points of valid UTF-8, with "…" as the last one where something was cut.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t limit);

// `text` in lines of at most `width` code points, broken at spaces; a longer word stands alone on its line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace syncdx
