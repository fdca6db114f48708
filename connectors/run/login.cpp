#include "run/login.hpp"

#include "sign/client_assertion.hpp"
#include "sign/digest.hpp"
#include "sign/oauth1.hpp"

#include <algorithm>
#include <set>

namespace syncdx::connect {
namespace {

constexpr std::size_t nonce_letters = 20;
constexpr std::size_t shortest_masked = 4;  // shorter secrets would mask half a message

std::string form_of(const Pairs& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += sign::percent_encoded(name) + "=" + sign::percent_encoded(value);
  }
  return body;
}

std::string secret(const Prepared& prepared, const char* name) {
  const auto found = prepared.secrets.find(name);
  return found == prepared.secrets.end() ? std::string() : found->second;
}

}  // namespace

bool Login::needs_token() const {
  return prepared_.auth.kind == AuthKind::token_request || prepared_.auth.kind == AuthKind::client_assertion;
}

Result<net::HttpRequest> Login::token_call(std::chrono::sys_seconds now) const {
  const auto& auth = prepared_.auth;
  auto values = prepared_.account;
  values.insert(prepared_.secrets.begin(), prepared_.secrets.end());
  net::HttpRequest request{.method = "POST", .url = filled(auth.url, prepared_.account, now)};
  if (!prepared_.base_url.empty()) {  // a double on loopback answers for all hosts
    const auto path = request.url.find('/', request.url.find("://") + 3);
    request.url =
        filled(prepared_.base_url, prepared_.account, now) + (path == std::string::npos ? "/" : request.url.substr(path));
  }
  Pairs form;
  for (const auto& [name, value] : auth.form) form.emplace_back(name, filled(value, values, now));
  if (auth.kind == AuthKind::client_assertion) {
    const sign::AssertionClaims claims{.key_id = filled(auth.key_id, values, now),
                                       .issuer = filled(auth.issuer, values, now),
                                       .audience = filled(auth.url, prepared_.account, now),
                                       .scope = auth.scopes,
                                       .id = sign::random_word(nonce_letters),
                                       .issued_at = now.time_since_epoch().count()};
    auto assertion = sign::client_assertion(claims, secret(prepared_, "private_key"));
    if (!assertion) return fail(std::move(assertion.error()));
    form.emplace_back("grant_type", "client_credentials");
    form.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.emplace_back("client_assertion", std::move(*assertion));
  }
  request.body = form_of(form);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"}, {"Accept", "application/json"}};
  return request;
}

void Login::add_to(net::HttpRequest& request, std::chrono::sys_seconds now) const {
  const auto& auth = prepared_.auth;
  if (auth.id.empty()) return;
  auto values = prepared_.secrets;
  values["token"] = token_;
  switch (auth.kind) {
    case AuthKind::none:
      return;
    case AuthKind::header:
    case AuthKind::token_request:
    case AuthKind::client_assertion:
      request.headers.push_back({auth.header, filled(auth.value, values, now)});
      return;
    case AuthKind::basic:
      request.headers.push_back({"Authorization", "Basic " + sign::base64(filled(auth.user, values, now) + ":" +
                                                                          filled(auth.password, values, now))});
      return;
    case AuthKind::oauth1: {
      const sign::Oauth1Keys keys{secret(prepared_, "consumer_key"), secret(prepared_, "consumer_secret"),
                                  secret(prepared_, "token_id"), secret(prepared_, "token_secret")};
      const sign::Oauth1Once once{sign::random_word(nonce_letters), now.time_since_epoch().count()};
      const auto realm = filled(auth.realm, prepared_.account, now);
      request.headers.push_back({"Authorization", sign::oauth1_header(keys, once, realm, request.method, request.url)});
      return;
    }
  }
}

std::string Login::masked(std::string text) const {
  std::set<std::string> hidden;
  const auto hide = [&](const std::string& value) {
    if (value.size() < shortest_masked) return;
    hidden.insert(value);
    hidden.insert(sign::percent_encoded(value));
  };
  for (const auto& [name, value] : prepared_.secrets) hide(value);
  hide(token_);
  if (prepared_.auth.kind == AuthKind::basic) {
    hide(sign::base64(filled(prepared_.auth.user, prepared_.secrets, {}) + ":" +
                      filled(prepared_.auth.password, prepared_.secrets, {})));
  }
  std::vector<std::string> longest_first(hidden.begin(), hidden.end());
  std::ranges::stable_sort(longest_first, std::greater{}, &std::string::size);
  for (const auto& value : longest_first) {
    for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at))
      text.replace(at, value.size(), "[secret]");
  }
  return text;
}

}  // namespace syncdx::connect
