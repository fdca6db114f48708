// Timestamps inside text: the parts behind find_time and parse_time (logs/line.hpp) that view_line needs as well.
#pragma once

#include "logs/line.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace syncdx::logs {

struct TimeMatch {
  TimePoint time;
  std::size_t end = 0;  // offset behind the timestamp, its zone included
};

// The timestamp that begins exactly at `at`: ISO 8601 with T or a space, compact ISO ("20261120T170004Z"), or with a month's
// name and the day first ("20/Nov/2026:17:00:04 +0000", "20 Nov 2026 17:00:04 GMT").
[[nodiscard]] std::optional<TimeMatch> match_time(std::string_view text, std::size_t at);

// "Nov 20 17:00:04" at `at`: the offset behind it. It has no year, so it is no time.
[[nodiscard]] std::optional<std::size_t> match_yearless_time(std::string_view text, std::size_t at);

// A Unix time in seconds, milliseconds, microseconds or nanoseconds, told apart by size; only 2001 to 2286 is taken, so that
// counts, ids and durations are not.
[[nodiscard]] std::optional<TimePoint> epoch_time(double value);

// Only the first this many bytes of a line are searched for a timestamp.
inline constexpr std::size_t time_window_bytes = 200;

}  // namespace syncdx::logs
