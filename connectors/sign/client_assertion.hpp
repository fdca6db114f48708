// A signed JWT by which a client shows who it is (RFC 7523 section 2.2), in the algorithms that NetSuite takes: PS256 (RSA,
// salt as long as the digest) and ES256 (P-256, r and s raw: RFC 7518 sections 3.4 and 3.5). The key's kind decides.
#pragma once

#include "syncdx/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::sign {

struct AssertionClaims {
  std::string key_id;              // `kid`, as the platform names the certificate
  std::string issuer;              // the client id
  std::string audience;            // the token endpoint's URL
  std::vector<std::string> scope;  // sent as an array
  std::string id;                  // `jti`
  std::int64_t issued_at = 0;      // seconds since 1970
  std::int64_t lifetime = 300;     // seconds
};

// `private_key`: PEM, not encrypted. P008 if it cannot be read, or is of another kind.
[[nodiscard]] Result<std::string> client_assertion(const AssertionClaims& claims, const std::string& private_key);

}  // namespace syncdx::sign
