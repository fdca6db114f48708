// The few primitives that requests are signed with, by OpenSSL. Free functions: safe from many threads.
#pragma once

#include "syncdx/result.hpp"

#include <string>
#include <string_view>

namespace syncdx::sign {

[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view message);  // 32 bytes
[[nodiscard]] std::string base64(std::string_view bytes);                               // RFC 4648 section 4, padded
[[nodiscard]] std::string base64_url(std::string_view bytes);                           // RFC 4648 section 5, no padding

// Everything but A-Z a-z 0-9 - . _ ~ as %XX, upper case (RFC 3986 section 2.3; RFC 5849 section 3.6).
[[nodiscard]] std::string percent_encoded(std::string_view text);

// `count` random letters and digits from the system's source of randomness.
[[nodiscard]] std::string random_word(std::size_t count);

}  // namespace syncdx::sign
