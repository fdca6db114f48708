// OAuth 1.0a with HMAC-SHA256 (RFC 5849, with the method of NetSuite's token-based authentication). Test vectors: those that
// Oracle publishes (tests/connectors/oauth1_test.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syncdx::sign {

struct Oauth1Keys {
  std::string consumer_key;
  std::string consumer_secret;
  std::string token;
  std::string token_secret;
};

// What must never be the same twice: letters and digits (6 to 64), and seconds since 1970.
struct Oauth1Once {
  std::string nonce;
  std::int64_t timestamp = 0;
};

// The signature base string (RFC 5849 section 3.4.1) of a request without form body. `url`: absolute, query included.
[[nodiscard]] std::string oauth1_base_string(const Oauth1Keys& keys, const Oauth1Once& once, std::string_view method,
                                             std::string_view url);

// base64 of the signature.
[[nodiscard]] std::string oauth1_signature(const Oauth1Keys& keys, const Oauth1Once& once, std::string_view method,
                                           std::string_view url);

// The value of the Authorization header. `realm` is not signed.
[[nodiscard]] std::string oauth1_header(const Oauth1Keys& keys, const Oauth1Once& once, std::string_view realm,
                                        std::string_view method, std::string_view url);

}  // namespace syncdx::sign
