// The shapes that view_line knows, one reader each: nothing if the text is not of that shape. Private to logs.
#pragma once

#include "logs/line.hpp"

#include <optional>
#include <string_view>

namespace syncdx::logs {

// A JSON object: structured logs, Airbyte protocol messages, Tether session logs. At most 64 KiB, nested at most 32 deep.
[[nodiscard]] std::optional<LineView> view_json(std::string_view text);

// `key=value key="quoted value"`: logfmt, and Singer's "time=… name=… level=… message=…", where the message is all the rest.
[[nodiscard]] std::optional<LineView> view_key_values(std::string_view text);

// The more telling of the two where a line wraps another one.
[[nodiscard]] LineView merge_views(const LineView& outer, LineView inner);

}  // namespace syncdx::logs
