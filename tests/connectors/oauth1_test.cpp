// Vectors: the inputs that Oracle publishes for NetSuite's token-based authentication, with the signatures that its pages,
// oauthlib and two npm packages agree on.
#include "sign/oauth1.hpp"

#include "sign/digest.hpp"

#include <catch2/catch.hpp>

namespace syncdx::sign {
namespace {

const Oauth1Keys keys{"ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
                      "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
                      "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
                      "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295"};
const Oauth1Once once{"fjaLirsIcCGVZWzBX0pg", 1508242306};

}  // namespace

TEST_CASE("the signatures of published requests are reproduced") {
  const auto [method, url, signature] = GENERATE(table<std::string, std::string, std::string>({
      {"GET", "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40",
       "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY="},
      {"POST",
       "https://123456.restlets.api.netsuite.com/app/site/hosting/"
       "restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue",
       "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ="},
      {"POST", "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/query/v1/suiteql?limit=10&offset=0",
       "dfl0M0UbFAfr5Qai2TsiqthYRYSuRUmcC0xnB5JcY/g="},
      {"GET",
       "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/"
       "salesOrder?q=lastModifiedDate%20ON_OR_AFTER%20%221%2F1%2F2026%22%20AND%20memo%20CONTAIN%20%22a%2Bb%26c~%21%28%C3%A9%29%"
       "22&limit=5",
       "v7Rc0k6407fsL6U7hAeYEPJm1oO2NgR+ZZt/0FPzj6g="},
  }));
  CAPTURE(url);
  CHECK(oauth1_signature(keys, once, method, url) == signature);
}

TEST_CASE("the published signature of a SOAP token passport comes out of the same primitives") {
  // SOAP signs other words than REST, with the same key and digest. The connector speaks REST only, so this looks at the parts.
  const auto encoded = [](const std::string& text) { return percent_encoded(text); };
  const auto base = encoded("123456") + "&" + encoded(keys.consumer_key) + "&" + encoded(keys.token) + "&" +
                    encoded(once.nonce) + "&" + encoded(std::to_string(once.timestamp));
  const auto key = encoded(keys.consumer_secret) + "&" + encoded(keys.token_secret);
  CHECK(base64(hmac_sha256(key, base)) == "tIcC5zyKUmycB5Ml/cNxOHDusw03Y5KPQiXVNUHHp4U=");
}

TEST_CASE("the base string names method, address and sorted parameters, each encoded") {
  CHECK(oauth1_base_string(
            keys, once, "POST",
            "HTTPS://1234567-SB1.suitetalk.api.netsuite.com:443/services/rest/query/v1/suiteql?offset=0&limit=10#x") ==
        "POST&https%3A%2F%2F1234567-sb1.suitetalk.api.netsuite.com%2Fservices%2Frest%2Fquery%2Fv1%2Fsuiteql&limit%3D10%26oauth_"
        "consumer_key%"
        "3Def40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4%26oauth_nonce%3DfjaLirsIcCGVZWzBX0pg%26oauth_"
        "signature_method%"
        "3DHMAC-SHA256%26oauth_timestamp%3D1508242306%26oauth_token%"
        "3D2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc%26oauth_"
        "version%3D1.0%26offset%3D0");
  CHECK(oauth1_base_string(keys, once, "GET", "http://127.0.0.1:8080/x").starts_with("GET&http%3A%2F%2F127.0.0.1%3A8080%2Fx&"));
}

TEST_CASE("the header carries the realm unsigned and every value encoded") {
  const auto header = oauth1_header(keys, once, "1234567_SB1", "GET",
                                    "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40");
  CHECK(header.starts_with("OAuth realm=\"1234567_SB1\", oauth_consumer_key=\"ef40"));
  CHECK(header.ends_with("oauth_signature=\"B5OIWznZ2YP0OB7VrJrGkYsTh%2B8H%2B5T9Hag%2Bo92q0zY%3D\""));
}

TEST_CASE("digests and encodings agree with their standards") {
  // RFC 4231 section 4.3; RFC 4648 section 10.
  CHECK(base64(hmac_sha256("Jefe", "what do ya want for nothing?")) == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("") == "");
  CHECK(base64_url("\xfb\xff\xfe") == "-__-");
  CHECK(base64_url("fo") == "Zm8");
  CHECK(percent_encoded("a b!'()*~\xc3\xa9") == "a%20b%21%27%28%29%2A~%C3%A9");
  CHECK(random_word(20).size() == 20);
  CHECK(random_word(20) != random_word(20));
}

}  // namespace syncdx::sign
