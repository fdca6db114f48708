#include "support/canaries.hpp"

#include <algorithm>

namespace syncdx::test {
namespace {

constexpr std::string_view upper_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string card_number(Random& random, std::string prefix, std::size_t size) {
  prefix += random.letters("0123456789", size - prefix.size() - 1);
  int sum = 0;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    const int digit = prefix[prefix.size() - 1 - i] - '0';
    sum += i % 2 == 1 ? digit : (digit * 2 > 9 ? digit * 2 - 9 : digit * 2);
  }
  return prefix + static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out;
}

// A secret that must be found wherever it stands.
std::vector<Canary> with_own_shape(Random& random, const std::string& secret) {
  const auto encoded = percent_encoded(secret);
  const auto slashed = json_escaped(json_escaped("{\"t\":\"" + secret + "\"}"));
  return {{"2026-11-20 10:00:01 ERROR call refused for " + secret, secret},
          {R"({"level":"error","detail":"used )" + secret + R"( twice"})", secret},
          {"GET /callback?state=ok&t=" + encoded + "&page=2 401", encoded},
          {R"(body="{\"x\":\")" + secret + R"(\"}" attempt=)" + std::to_string(random.below(9)), secret},
          {"payload=" + slashed, secret},
          {"(" + secret + ")", secret}};
}

// A secret that only its name gives away.
std::vector<Canary> behind_name(const std::string& name, const std::string& secret) {
  const auto encoded = percent_encoded(secret);
  const auto object = "{\"id\":7,\"" + name + "\":\"" + secret + "\",\"scope\":\"read\"}";
  const auto once = json_escaped(object);
  const auto twice = json_escaped(once);
  return {{"connect " + name + "=" + secret + " retries=3", secret},
          {"level=warn msg=refused " + name + "=\"" + secret + "\" attempt=2", secret},
          {name + ": " + secret, secret},
          {"response " + object, secret},
          {R"({"id": 7, ")" + name + R"(": ")" + secret + R"("})", secret},
          {"body=\"" + once + "\"", secret},
          {"event=\"" + twice + "\"", secret},
          {"{'id': 7, '" + name + "': '" + secret + "'}", secret},
          {"{\"id\"=>7, \"" + name + "\"=>\"" + secret + "\"}", secret},
          {"POST /token grant_type=refresh&" + name + "=" + encoded + "&x=1", encoded},
          {"form=" + percent_encoded("a=1&" + name + "=") + encoded + "%26x%3D1", encoded},
          {"q=" + percent_encoded(object), encoded},
          {"<" + name + ">" + secret + "</" + name + ">", secret},
          {"run --" + name + " " + secret + " --verbose", secret},
          {"{id=7, " + name + "=" + secret + ", scope=read}", secret}};
}

std::vector<std::string> shaped_secrets(Random& random) {
  std::vector<std::string> secrets;
  for (const std::string prefix : {"shpat_", "shpca_", "shppa_", "shpua_", "shprt_", "shpss_"})
    secrets.push_back(prefix + random.token(hex, 32));
  for (const std::string prefix : {"Atza|", "Atzr|", "Atz.sprdt|"})
    secrets.push_back(prefix + "IwEB" + random.token(base62, 120));
  secrets.push_back("amzn1.oa2-cs.v1." + random.token(hex, 64));
  secrets.push_back("amzn1.application-oa2-client." + random.token(hex, 32));
  secrets.push_back("AKIA" + random.letters(upper_digits, 16));
  secrets.push_back("ASIA" + random.letters(upper_digits, 16));
  secrets.push_back("eyJhbGciOiJIUzI1NiJ9.eyJzdWIi" + random.token(base62, 40) + "." + random.token(base62, 43));
  secrets.push_back("sk_live_" + random.token(base62, 24));
  secrets.push_back("rk_live_" + random.token(base62, 24));
  secrets.push_back("ghp_" + random.token(base62, 36));
  secrets.push_back("xoxb-" + random.letters("0123456789", 12) + "-" + random.token(base62, 24));
  secrets.push_back("AIza" + random.token(base62, 35));
  secrets.push_back("anna.lind+" + random.letters(hex, 6) + "@shop" + random.letters(hex, 4) + ".example.com");
  for (const std::string prefix : {"4", "51", "2221", "6011", "3530"}) secrets.push_back(card_number(random, prefix, 16));
  secrets.push_back(card_number(random, "37", 15));
  return secrets;
}

// Longest piece of the secret that may stay: more would help to guess it.
constexpr std::size_t longest_rest = 6;

}  // namespace

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (base62.find(letter) != std::string_view::npos || letter == '-' || letter == '_' || letter == '.') {
      out += letter;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[byte / 16];
      out += "0123456789ABCDEF"[byte % 16];
    }
  }
  return out;
}

std::vector<Canary> canaries(Random& random) {
  std::vector<Canary> all;
  const auto add = [&all](std::vector<Canary> more) { all.insert(all.end(), more.begin(), more.end()); };
  for (const auto& secret : shaped_secrets(random)) add(with_own_shape(random, secret));
  for (const std::string name : {"password", "passwd", "db_password", "DB_PASSWORD", "userPassword"}) {
    add(behind_name(name, random.token(base62, 12)));
    add(behind_name(name, "tr0ub4dor!" + random.letters(hex, 3)));
  }
  for (const std::string name : {"secret",
                                 "client_secret",
                                 "consumer_secret",
                                 "consumer_key",
                                 "token_secret",
                                 "token_id",
                                 "tokenId",
                                 "tokenKey",
                                 "consumerSecret",
                                 "api_key",
                                 "apiKey",
                                 "x-api-key",
                                 "access_token",
                                 "accessToken",
                                 "refresh_token",
                                 "X-Shopify-Access-Token",
                                 "x-amz-access-token",
                                 "oauth_token",
                                 "private_key",
                                 "token"}) {
    add(behind_name(name, random.token(hex, 64)));
    add(behind_name(name, random.token(base62, 32)));
  }
  add(behind_name("aws_secret_access_key", random.token(base62, 39) + "/"));
  add(behind_name("SecretAccessKey", random.token(base62, 19) + "+" + random.token(base62, 20)));
  for (int i = 0; i < 4; ++i) {
    const auto opaque = random.token(base62, 40);
    const auto hex64 = random.token(hex, 64);
    const auto number = card_number(random, "4", 16);
    const auto dashed = number.substr(0, 4) + "-" + number.substr(4, 4) + "-" + number.substr(8, 4) + "-" + number.substr(12);
    auto spaced = dashed;
    std::ranges::replace(spaced, '-', ' ');
    const auto pem = random.token(base62, 64);
    add({{"Authorization: Bearer " + opaque, opaque},
         {"authorization: Basic " + opaque + "==", opaque},
         {R"(headers={"Authorization": "Bearer )" + opaque + R"(", "Accept": "*/*"})", opaque},
         {R"({\"Authorization\":\"Token )" + opaque + R"(\"})", opaque},
         {"Authorization=Bearer%20" + opaque + "&x=1", opaque},
         {"sent Bearer " + opaque + " to host", opaque},
         {"-H 'X-Shopify-Access-Token: " + opaque + "' -H 'Accept: x'", opaque},
         {"('X-Shopify-Access-Token', '" + opaque + "')", opaque},
         {R"({"name":"Authorization","value":"Bearer )" + opaque + R"("})", opaque},
         {R"(Authorization: OAuth realm="TST1", oauth_token=")" + hex64 + R"(", oauth_version="1.0")", hex64},
         {R"(OAuth oauth_consumer_key=")" + hex64 + R"(",oauth_nonce="a1")", hex64},
         {R"(oauth_signature=")" + percent_encoded(opaque + "+/=") + "\"", percent_encoded(opaque + "+/=")},
         {"Authorization: NLAuth nlauth_email=x, nlauth_signature=" + opaque + ", nlauth_role=3", opaque},
         {"Cookie: lang=en; JSESSIONID=" + opaque + "; theme=dark", opaque},
         {"Set-Cookie: sid=" + opaque + "; Path=/; HttpOnly", opaque},
         {R"("cookie":"sid=)" + opaque + "\"", opaque},
         {"fetching https://api:" + opaque + "@host.example/x", opaque},
         {"redis://:" + opaque + "@10.0.0.2:6379/0", opaque},
         {R"("dsn":"postgres:\/\/app:)" + opaque + R"(@db\/sync")", opaque},
         {"https%3A%2F%2Fapi%3A" + opaque + "%40host.example%2Fx", opaque},
         {"paid with " + dashed, dashed},
         {"card " + spaced + " exp 10/29", spaced},
         {"pan=" + number, number},
         {"-----BEGIN PRIVATE KEY-----\n" + pem + "\n" + opaque + "\n-----END PRIVATE KEY-----", opaque},
         {R"("private_key": "-----BEGIN RSA PRIVATE KEY-----\n)" + pem + R"(\n-----END RSA PRIVATE KEY-----\n")", pem},
         {R"(\"-----BEGIN EC PRIVATE KEY-----\\n)" + pem + R"(\\n-----END EC PRIVATE KEY-----\")", pem},
         {"-----BEGIN PRIVATE KEY-----\n" + pem, pem},
         {pem, pem},
         {"mail to anna" + hex64.substr(0, 6) + "%40example.com now", "anna" + hex64.substr(0, 6)},
         {R"({"email":"bo)" + hex64.substr(0, 6) + R"(\u0040example.org"})", "bo" + hex64.substr(0, 6)},
         {"X-Amz-Signature=" + hex64 + "&x", hex64},
         {"consumerKey " + hex64 + " rejected", hex64},
         {"login with password '" + opaque + "' failed", opaque},
         {R"(<wsse:Password Type="PasswordText">)" + opaque + "</wsse:Password>", opaque},
         {"curl -u admin:" + opaque + " https://host", opaque}});
  }
  return all;
}

bool leaks(const Canary& canary, std::string_view text) {
  const auto window = std::min(canary.secret.size(), longest_rest + 1);
  for (std::size_t i = 0; i + window <= canary.secret.size(); ++i) {
    if (text.find(std::string_view(canary.secret).substr(i, window)) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace syncdx::test
