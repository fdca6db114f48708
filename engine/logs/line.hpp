// One line of a log, looked at in detail: only lines that a pattern hit come here. Reads the common shapes (plain text with a
// timestamp, JSON lines, logfmt, Airbyte job logs and protocol messages, Singer/Meltano) far enough to say when, how severe
// and what was said. Never fails: a line of no known shape is text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncdx::logs {

// Microseconds since 1970-01-01T00:00:00Z. A time without a zone is read as UTC.
using TimePoint = std::chrono::sys_time<std::chrono::microseconds>;

enum class Level { unknown, trace, debug, info, warning, error, fatal };

enum class Shape { text, json, logfmt, airbyte, singer };

struct LineView {
  Shape shape = Shape::text;
  std::optional<TimePoint> time;
  Level level = Level::unknown;
  // As a person reads it: JSON string unescaped, prefix removed; the line itself (trimmed) if no shape fits.
  std::string message;
};

[[nodiscard]] LineView view_line(std::string_view line);

// The first timestamp in the line's first 200 bytes: RFC 3339, "2026-11-20 17:00:04,123", "20/Nov/2026:17:00:04 +0000",
// "Nov 20 17:00:04" (no year: none), epoch seconds or milliseconds in JSON "ts"/"time"/"emitted_at".
[[nodiscard]] std::optional<TimePoint> find_time(std::string_view line);

// RFC 3339 or the same with a space; nullopt if it is none. A missing zone is UTC.
[[nodiscard]] std::optional<TimePoint> parse_time(std::string_view text);

// RFC 3339 in UTC, whole seconds ("2026-11-20T17:00:04Z").
[[nodiscard]] std::string format_time(TimePoint time);

}  // namespace syncdx::logs
