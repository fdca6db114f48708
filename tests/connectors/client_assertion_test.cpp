// Each assertion is held against OpenSSL's own verification, with the rules of RFC 7518 for the two algorithms.
#include "sign/client_assertion.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace syncdx::sign {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string pem_of(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
  REQUIRE(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string decoded(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  const auto padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string out(text.size() / 4 * 3, '\0');
  const auto length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  REQUIRE(length >= 0);
  out.resize(static_cast<std::size_t>(length) - padding);
  return out;
}

const unsigned char* bytes(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

bool verifies(EVP_PKEY* key, const std::string& signed_text, const std::string& signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* parameters = nullptr;
  REQUIRE(EVP_DigestVerifyInit(context.get(), &parameters, EVP_sha256(), nullptr, key) == 1);
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
    REQUIRE(EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, 32) == 1);  // exactly as long as the digest
  }
  return EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(signed_text), signed_text.size()) == 1;
}

std::string der_of(const std::string& raw) {
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> parts(ECDSA_SIG_new(), &ECDSA_SIG_free);
  REQUIRE(ECDSA_SIG_set0(parts.get(), BN_bin2bn(bytes(raw), 32, nullptr), BN_bin2bn(bytes(raw) + 32, 32, nullptr)) == 1);
  std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(parts.get(), nullptr)), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(parts.get(), &at);
  return der;
}

const AssertionClaims claims{.key_id = "cert-1",
                             .issuer = "client",
                             .audience = "https://1234567.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token",
                             .scope = {"restlets", "rest_webservices"},
                             .id = "once",
                             .issued_at = 1'700'000'000};

struct Parts {
  std::string signed_text, header, body, signature;
};

Parts parts_of(const std::string& token) {
  const auto last = token.rfind('.');
  const auto first = token.find('.');
  return {token.substr(0, last), decoded(token.substr(0, first)), decoded(token.substr(first + 1, last - first - 1)),
          decoded(token.substr(last + 1))};
}

}  // namespace

TEST_CASE("an RSA key signs as PS256, with the claims that NetSuite wants") {
  const Key key(EVP_RSA_gen(2048), &EVP_PKEY_free);
  const auto token = client_assertion(claims, pem_of(key.get()));
  REQUIRE(token);
  const auto parts = parts_of(*token);
  CHECK(verifies(key.get(), parts.signed_text, parts.signature));
  CHECK_FALSE(verifies(key.get(), parts.signed_text + "x", parts.signature));
  CHECK(parts.header == R"({"typ":"JWT","alg":"PS256","kid":"cert-1"})");
  const auto body = nlohmann::json::parse(parts.body);
  CHECK(body["iss"] == "client");
  CHECK(body["aud"] == claims.audience);
  CHECK(body["scope"] == nlohmann::json({"restlets", "rest_webservices"}));
  CHECK(body["exp"] == 1'700'000'300);
  CHECK(body["iat"] == 1'700'000'000);
}

TEST_CASE("an EC key signs as ES256, raw and 64 bytes long") {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  for (int i = 0; i < 40; ++i) {  // short r or s must be padded
    const auto token = client_assertion(claims, pem_of(key.get()));
    REQUIRE(token);
    const auto parts = parts_of(*token);
    CHECK(parts.header == R"({"typ":"JWT","alg":"ES256","kid":"cert-1"})");
    REQUIRE(parts.signature.size() == 64);
    CHECK(verifies(key.get(), parts.signed_text, der_of(parts.signature)));
  }
}

TEST_CASE("a key of another kind, or none, is a clear error") {
  const Key p384(EVP_EC_gen("P-384"), &EVP_PKEY_free);
  for (const auto& pem : {pem_of(p384.get()), std::string("no key"), std::string()}) {
    const auto token = client_assertion(claims, pem);
    REQUIRE_FALSE(token);
    CHECK(token.error().code == "P008");
  }
}

}  // namespace syncdx::sign
