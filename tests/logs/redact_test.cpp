#include "logs/redact.hpp"

#include "support/canaries.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace syncdx::logs {
namespace {

constexpr unsigned fixed_seed = 20261123;
constexpr std::uint64_t fixed_key = 0x5eedULL;

using test::base62;
using test::canaries;
using test::hex;
using test::leaks;
using test::percent_encoded;
using test::Random;

TEST_CASE("at least 99 of 100 generated secrets are gone") {
  const Redactor redactor(fixed_key);
  Random random(fixed_seed);
  const auto all = canaries(random);
  REQUIRE(all.size() >= 400);
  std::size_t kept = 0;
  for (const auto& canary : all) {
    const auto redacted = redactor.redact(canary.line);
    if (!leaks(canary, redacted)) continue;
    ++kept;
    UNSCOPED_INFO("not redacted: " << canary.line << "\n          as: " << redacted);
  }
  const double recall = 1.0 - static_cast<double>(kept) / static_cast<double>(all.size());
  INFO("seed " << fixed_seed << ", recall " << recall << " of " << all.size());
  std::cout << "redaction: recall " << recall << " of " << all.size() << " secrets\n";
  CHECK(recall >= 0.99);
}

constexpr auto ordinary_lines = std::to_array<std::string_view>({
    R"~(2026-11-20T10:15:30.123Z INFO session 7c9e6679-7425-40de-944b-e07fc1f90ae7 started for demo-shop.myshopify.com)~",
    R"~(2026-11-20 10:15:31,004 ERROR [sync-worker-3] com.example.sync.OrderReader - 401 Unauthorized: [API] Invalid API key or access token)~",
    R"~({"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"})~",
    R"~(x-request-id: 5f2b8a3e-9f1c-4a77-8b5d-2c4f1e6a9d10-1700560530)~",
    R"~(after we changed the password the sync stopped)~",
    R"~(user says: password is wrong, token expired, secret rotated last week)~",
    R"~(access_token: null)~",
    R"~({"access_token": null, "api_key": "", "client_secret": "****"})~",
    R"~("api_key": "")~",
    R"~(password=******** token=[FILTERED] secret=<redacted>)~",
    R"~(refresh token is expired; reconnect the store)~",
    R"~(token: expired)~",
    R"~(Token has been revoked. Token type: bearer)~",
    R"~(Bearer token missing from request)~",
    R"~(WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired")~",
    R"~(Basic authentication is no longer supported)~",
    R"~(commit 3f786850e387550fdab836ed7e6dc881de23001b merged into main)~",
    R"~(git sha=89e6c98d92887913cadf06b2adb97f26cde4849b deployed)~",
    R"~(sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08)~",
    R"~(order 113-4830275-1932044 has no shipping address)~",
    R"~(order_id=5123456789012 order_number=1042 customer_id=7001234567890)~",
    R"~(gid://shopify/Order/4503599627370496 not found)~",
    R"~("admin_graphql_api_id":"gid://shopify/ProductVariant/40123456789013")~",
    R"~({"id":4532015112830366,"order_number":1001})~",
    R"~(GET /admin/api/2026-07/orders/4556737586899855.json 200 in 231ms)~",
    R"~(asin=B07XJ8C8F5 marketplaceId=ATVPDKIKX0DER seller_sku=BLUE-SHIRT-XL)~",
    R"~(RequestId: 8d7a1f2b-3c4d-5e6f-7a8b-9c0d1e2f3a4b code=QuotaExceeded)~",
    R"~({"code":"THROTTLED","documentation":"https://shopify.dev/api/usage/rate-limits"})~",
    R"~({"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The access token you provided has expired."}]})~",
    R"~(SuiteScript error SSS_REQUEST_LIMIT_EXCEEDED id=5 status=429)~",
    R"~(error code: INVALID_LOGIN_ATTEMPT, role 1042, account TSTDRV1234567)~",
    R"~(at com.example.http.TokenProvider.refreshToken(TokenProvider.java:118))~",
    R"~(java.lang.IllegalStateException: password policy violated at PasswordCheck.java:7)~",
    R"~(File "/srv/app/connectors/auth/token_store.py", line 88, in load_secret)~",
    R"~(nextPageToken=eyJsYXN0X2lkIjo0NTAzNTk5NjI3MzcwfQ page_info=eyJkaXJlY3Rpb24iOiJuZXh0In0)~",
    R"~(NextToken: 2YgYW55IGNhcm5hbCBwbGVhc3VyZS4 fetched 50 rows)~",
    R"~(cursor: "eyJsYXN0X2lkIjo2MTIzNDU2Nzg5MDEyLCJsYXN0X3ZhbHVlIjoiMiJ9")~",
    R"~(idempotency_key=7c9e6679-7425-40de-944b-e07fc1f90ae7 reused)~",
    R"~(sort_key=created_at partition_key=orders/2026/11 cache key: orders:page:12)~",
    R"~(tokens=150 max_tokens=4096 bucket 38/40 key=orders)~",
    R"~(password_changed_at=2026-11-01T00:00:00Z token_expires_in=3600 secret_version=3)~",
    R"~(http status 200 content-length: 18230 etag W/"5d8c72a5edda8")~",
    R"~(1700560530123 1700560530123456 20261120101530 2026-11-20T10:15:30+00:00)~",
    R"~(tracking 1Z999AA10123456784 shipped by carrier 9400111899223197428490)~",
    R"~(ean 4006381333931 upc 036000291452 gtin 00012345600012)~",
    R"~(warehouse "Main - Berlin" stock 40 of item SKU-4711-AB at location 68123456789)~",
    R"~(retry 3/5 in 2.5 s, Retry-After: 2.0, X-Shopify-Shop-Api-Call-Limit: 39/40)~",
    R"~(lodash@4.17.21 com.example.Order@1a2b3c4d sprite@2x.png decorator @Override)~",
    R"~(missing scope read_orders; granted: read_products,write_inventory)~",
    R"~(POST https://sellingpartnerapi-eu.amazon.com/orders/v0/orders?MarketplaceIds=A1PA6795UKMFR9&CreatedAfter=2026-11-01 403)~",
    R"~(https://demo-shop.myshopify.com:443/admin/oauth/access_token responded 400)~",
    R"~(GET /auth/callback?shop=demo-shop.myshopify.com&timestamp=1700560530 302)~",
    R"~(session_id=20261120-0007 sync_session=9912 status=failed records=120)~",
    R"~(Cookie header rejected; Set-Cookie: lang=en; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT)~",
    R"~(the api key must be set in Settings > Integrations)~",
    R"~(api key: missing)~",
    R"~(Secret: not found in vault path secret/data/sync)~",
    R"~(auth=oauth2 grant_type=refresh_token scope=sellingpartnerapi::notifications)~",
    R"~(auth: failed for role Administrator)~",
    R"~(signature mismatch: computed signature does not match)~",
    R"~(Signature: invalid)~",
    R"~(countryCode: US postalCode=10115 currency_code=EUR code=401 error_code=E1042)~",
    R"~(pass: 12, fail: 3, skipped: 1)~",
    R"~(user.password.reset event ignored; event_type=password_reset)~",
    R"~(Integration > Connection > "Reset token" button pressed by admin)~",
    R"~(invalid_grant: The refresh token is invalid or was revoked)~",
    R"~({"error":"invalid_client","error_description":"Client authentication failed"})~",
    R"~(column "password" of relation "users" does not exist)~",
    R"~(Unknown field 'secret' on type 'Webhook' (code undefinedField))~",
    R"~(password: must be at least 12 characters)~",
    R"~({"password":["is too short (minimum is 5 characters)"]})~",
    R"~(env SHOPIFY_TOKEN=${SHOPIFY_TOKEN} AMAZON_SECRET={{ secret }} KEY=$KEY)~",
    R"~(ssh: connect to host 10.1.2.3 port 22: Connection refused)~",
    R"~(["expired_oauth_token", "revoked_api_access", "wrong_password", "missing_scopes"])~",
    R"~({"cause": "bad_client_secret", "others": ["expired_token", "not_a_cause"]})~",
    R"~(code=SSS_AUTH_LIMIT_2FA_REQUIRED code=403_forbidden "code":"E1042_TOKEN_V2")~",
    R"~(auth=oauth2_refresh client_id=sync-integration-2 token: com.example.sync.activity/4505)~",
    R"~(token=Token{a64f992 Record{de9231d u0}} credential=primary signature=v2)~",
    R"~(token refresh-token-v2 for secret store primary-eu-1, auth request 7c9e6679-7425-40de-944b-e07fc1f90ae7)~",
    R"~(https://docs.example.com/errors#invalid-token and http://localhost:8080/health)~",
});

// Every line above with other numbers, so that the share of masked words rests on thousands of them.
std::string varied(std::string_view line, Random& random) {
  std::string out(line);
  for (char& letter : out) {
    if (letter >= '5' && letter <= '8') letter = "5678"[random.below(4)];
  }
  return out;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char letter : text) {
    const bool blank = letter == ' ' || letter == '\n';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

std::size_t count_tokens(std::string_view text) {
  std::size_t tokens = 0;
  for (const std::string_view kind : {"[token:", "[key:", "[password:", "[card:", "[email:"}) {
    for (auto at = text.find(kind); at != std::string_view::npos; at = text.find(kind, at + 1)) ++tokens;
  }
  return tokens;
}

TEST_CASE("at most one ordinary word in a hundred is masked") {
  const Redactor redactor(fixed_key);
  Random random(fixed_seed);
  std::size_t words = 0;
  std::size_t masked = 0;
  for (int round = 0; round < 6; ++round) {
    for (const auto line : ordinary_lines) {
      const auto text = round == 0 ? std::string(line) : varied(line, random);
      const auto redacted = redactor.redact(text);
      words += count_words(text);
      masked += count_tokens(redacted);
      if (redacted != text) UNSCOPED_INFO("masked: " << text << "\n    as: " << redacted);
      if (round == 0) CHECK(redacted == text);
    }
  }
  const double share = static_cast<double>(masked) / static_cast<double>(words);
  INFO("seed " << fixed_seed);
  std::cout << "redaction: " << masked << " of " << words << " ordinary words masked\n";
  CHECK(share <= 0.01);
}

TEST_CASE("redacting twice changes nothing") {
  const Redactor redactor(fixed_key);
  Random random(fixed_seed + 1);
  for (const auto& canary : canaries(random)) {
    const auto once = redactor.redact(canary.line);
    CAPTURE(canary.line);
    CHECK(redactor.redact(once) == once);
  }
}

TEST_CASE("a secret has one token in all its spellings, another key gives another, and neighbours stay") {
  const Redactor redactor(fixed_key);
  const std::string token = "Atzr|IwEBIK7aQ2hN9xV4bT6cY8dZ1eW3fR5gU7hS9j";
  const auto plain = redactor.redact("refresh " + token + " used");
  const auto shown = plain.substr(8, plain.size() - 13);
  CHECK(plain == "refresh " + shown + " used");
  CHECK_THAT(shown, Catch::Matches(R"(\[token:[0-9a-f]{4}\])"));
  CHECK(redactor.redact("t=" + percent_encoded(token) + "&a=1") == "t=" + shown + "&a=1");
  CHECK(redactor.redact(R"({"refresh_token":")" + token + R"("})") == R"({"refresh_token":")" + shown + R"("})");
  CHECK(redactor.redact(R"({\"refresh_token\":\"Atzr\u007cIwEBIK7aQ2hN9xV4bT6cY8dZ1eW3fR5gU7hS9j\"})") ==
        R"({\"refresh_token\":\")" + shown + R"(\"})");
  CHECK(Redactor(1).redact("refresh " + token + " used") != plain);
  CHECK(Redactor(fixed_key).redact("refresh " + token + " used") == plain);
}

TEST_CASE("what surrounds a secret stays as it is") {
  struct Row {
    std::string_view text;
    std::string_view kept;  // with # for each token
  };
  const auto [text, kept] = GENERATE(values<Row>({
      {"password=hunter2 user=anna", "password=# user=anna"},
      {R"({"password":"a\"b,c}d","user":"anna"})", R"({"password":"#","user":"anna"})"},
      {R"({\"password\":\"a b\",\"user\":\"anna\"})", R"({\"password\":\"#\",\"user\":\"anna\"})"},
      {"https://anna:s3cr3t@host.example/x?y=1", "https://anna:#@host.example/x?y=1"},
      {"{password=hunter2, user=anna}", "{password=#, user=anna}"},
      {"password=a,b;c&d user=anna", "password=# user=anna"},
      {"a=1&password=hunter2&b=2", "a=1&password=#&b=2"},
      {"Server=db;Password=hunter2;User Id=anna", "Server=db;Password=#;User Id=anna"},
      {"mail <anna@example.com>, ok", "mail <#>, ok"},
      {"email=%22anna%40example.com%22", "email=%22#%22"},
      {"Cookie: lang=en; sid=9f8e7d6c5b4a; theme=dark", "Cookie: lang=en; sid=#; theme=dark"},
      {"--password hunter2 --verbose", "--password # --verbose"},
      {"<password>hunter2</password>", "<password>#</password>"},
      {R"(<w:Password Type="Text">a b,c</w:Password>)", R"(<w:Password Type="Text">#</w:Password>)"},
      {"Authorization: Bearer abc123def456", "Authorization: Bearer #"},
      {"card 4111 1111 1111 1111.", "card #."},
  }));
  CAPTURE(text);
  auto redacted = Redactor(fixed_key).redact(text);
  for (auto begin = redacted.find('['); begin != std::string::npos; begin = redacted.find('[')) {
    redacted.replace(begin, redacted.find(']', begin) + 1 - begin, "#");
  }
  CHECK(redacted == kept);
}

TEST_CASE("any bytes are taken, and twice is once for them too") {
  const Redactor redactor(fixed_key);
  Random random(fixed_seed + 2);
  constexpr auto pieces = std::to_array<std::string_view>({"password",
                                                           "token",
                                                           "=",
                                                           ":",
                                                           "\"",
                                                           "\\\"",
                                                           "\\",
                                                           "%22",
                                                           "%",
                                                           "%4",
                                                           "@",
                                                           "a@b.co",
                                                           "://",
                                                           "u:p@",
                                                           "[token:12ab]",
                                                           "[",
                                                           "]",
                                                           "Bearer ",
                                                           "Cookie: ",
                                                           ";",
                                                           "&",
                                                           ",",
                                                           " ",
                                                           "\n",
                                                           "\xff",
                                                           "eyJ",
                                                           "4111111111111111",
                                                           "-----BEGIN PRIVATE KEY-----",
                                                           "Authorization",
                                                           "x9",
                                                           "secret",
                                                           "\\u0022",
                                                           "AKIAABCDEFGHIJKLMNOP",
                                                           "<",
                                                           ">",
                                                           "=>",
                                                           "'"});
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random.below(14); n > 0; --n) text += pieces[random.below(pieces.size())];
    if (random.below(8) == 0) text += '\0';
    const auto once = redactor.redact(text);
    CAPTURE(text, once);
    REQUIRE(redactor.redact(once) == once);
  }
}

}  // namespace
}  // namespace syncdx::logs
