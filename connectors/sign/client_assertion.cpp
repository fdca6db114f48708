#include "sign/client_assertion.hpp"

#include "sign/digest.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace syncdx::sign {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
struct FreeBio {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
struct FreeSignature {
  void operator()(ECDSA_SIG* signature) const noexcept { ECDSA_SIG_free(signature); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

Diagnostic unusable(std::string message) {
  ERR_clear_error();
  return {.code = "P008",
          .message = std::move(message),
          .help = "give an RSA key (3072 bits or more) or an EC key on P-256, PEM, without a passphrase"};
}

// A passphrase is never asked for: an encrypted key is refused.
int no_passphrase(char*, int, int, void*) { return -1; }

Key read_key(const std::string& pem) {
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr) : nullptr);
}

constexpr std::size_t coordinate_bytes = 32;  // of P-256

// DER (as OpenSSL signs) to r and s, each of 32 bytes.
std::string raw_signature(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, FreeSignature> parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!parsed) return {};
  std::string raw(2 * coordinate_bytes, '\0');
  auto* const bytes = reinterpret_cast<unsigned char*>(raw.data());
  const int size = static_cast<int>(coordinate_bytes);
  if (BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), bytes, size) != size ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), bytes + coordinate_bytes, size) != size) {
    return {};
  }
  return raw;
}

// Empty if OpenSSL refuses.
std::string signature_of(EVP_PKEY* key, const std::string& text) {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;
  if (!context || EVP_DigestSignInit(context.get(), &parameters, EVP_sha256(), nullptr, key) != 1) return {};
  const bool is_rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
  if (is_rsa && (EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) != 1 ||
                 EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return {};
  }
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t length = 0;
  if (EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size()) != 1) return {};
  std::string signature(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes, text.size()) != 1)
    return {};
  signature.resize(length);
  return is_rsa ? signature : raw_signature(signature);
}

}  // namespace

Result<std::string> client_assertion(const AssertionClaims& claims, const std::string& private_key) {
  const auto key = read_key(private_key);
  if (!key) return fail(unusable("the private key cannot be read"));
  const int kind = EVP_PKEY_get_base_id(key.get());
  const bool is_p256 = kind == EVP_PKEY_EC && EVP_PKEY_get_bits(key.get()) == 256;
  if (kind != EVP_PKEY_RSA && !is_p256) return fail(unusable("the private key is neither RSA nor EC on P-256"));
  const nlohmann::ordered_json header{
      {"typ", "JWT"}, {"alg", kind == EVP_PKEY_RSA ? "PS256" : "ES256"}, {"kid", claims.key_id}};
  const nlohmann::ordered_json body{{"iss", claims.issuer},
                                    {"scope", claims.scope},
                                    {"aud", claims.audience},
                                    {"iat", claims.issued_at},
                                    {"exp", claims.issued_at + claims.lifetime},
                                    {"jti", claims.id}};
  const auto text = base64_url(header.dump()) + "." + base64_url(body.dump());
  const auto signature = signature_of(key.get(), text);
  if (signature.empty()) return fail(unusable("the private key cannot sign"));
  return text + "." + base64_url(signature);
}

}  // namespace syncdx::sign
