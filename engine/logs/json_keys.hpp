// A JSON line's own time without parsing the line: a walk over the text that looks at the keys of the outermost object only.
#pragma once

#include "logs/line.hpp"

#include <optional>
#include <string_view>

namespace syncdx::logs {

// The time under the first of the usual keys ("ts", "time", "timestamp", "@timestamp", "asctime", "emitted_at", …) of a line
// that begins a JSON object; strings are timestamps, numbers Unix times. "emitted_at" counts at any depth (Airbyte records).
// Also logfmt's "ts=1795194004.12". Nothing if there is none. Linear; never fails.
[[nodiscard]] std::optional<TimePoint> json_line_time(std::string_view line);

// True for the names of a time among a log entry's keys.
[[nodiscard]] bool is_time_key(std::string_view key);

}  // namespace syncdx::logs
