// The spellings in which logs and people write an HTTP status: "HTTP/1.1 429", "status=429", "\"status\":429", "[429]",
// "429 Too Many Requests", "Response code = 429", "returned a 429", ... but not "synced 429 orders".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {

// RE2 patterns that together match a line that names `status` (100-599) as an HTTP status. A few patterns, not dozens.
[[nodiscard]] std::vector<std::string> http_status_patterns(int status);

// The standard reason phrase ("Too Many Requests", RFC 9110 section 15), empty if there is none.
[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

}  // namespace syncdx::rules
