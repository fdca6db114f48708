// Tells Tether exports (read whole, as documents) from logs by their first bytes.
#pragma once

#include <string_view>

namespace syncdx::logs {

// True if `head` begins a JSON object and says `"format": "tether-integration"` or `"tether-sessions"` within it. Session logs
// (`"tether-session-log"`, JSON lines) are ordinary logs.
[[nodiscard]] bool is_export(std::string_view head);

}  // namespace syncdx::logs
