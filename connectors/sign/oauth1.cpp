#include "sign/oauth1.hpp"

#include "sign/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace syncdx::sign {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Scheme and host in lower case, the scheme's own port left out (RFC 5849 section 3.4.1.2).
std::string base_uri(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const auto scheme_end = url.find("://");
  const auto path = scheme_end == std::string_view::npos ? std::string_view::npos : url.find('/', scheme_end + 3);
  std::string head(url.substr(0, path));
  std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const auto& [scheme, port] : {std::pair<std::string_view, std::string_view>{"https://", ":443"}, {"http://", ":80"}}) {
    if (head.starts_with(scheme) && head.ends_with(port)) head.resize(head.size() - port.size());
  }
  return head + std::string(path == std::string_view::npos ? "/" : url.substr(path));
}

Parameters query_parameters(std::string_view url) {
  Parameters parameters;
  url = url.substr(0, url.find('#'));
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return parameters;
  auto rest = url.substr(mark + 1);
  while (!rest.empty()) {
    const auto piece = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    parameters.emplace_back(percent_decoded(piece.substr(0, equals)),
                            percent_decoded(piece.substr(std::min(piece.size(), equals + 1))));
  }
  return parameters;
}

Parameters oauth_parameters(const Oauth1Keys& keys, const Oauth1Once& once) {
  return {{"oauth_consumer_key", keys.consumer_key},
          {"oauth_token", keys.token},
          {"oauth_signature_method", "HMAC-SHA256"},
          {"oauth_timestamp", std::to_string(once.timestamp)},
          {"oauth_nonce", once.nonce},
          {"oauth_version", "1.0"}};
}

}  // namespace

std::string oauth1_base_string(const Oauth1Keys& keys, const Oauth1Once& once, std::string_view method, std::string_view url) {
  Parameters all;
  for (const auto& [name, value] : query_parameters(url)) all.emplace_back(percent_encoded(name), percent_encoded(value));
  for (const auto& [name, value] : oauth_parameters(keys, once))
    all.emplace_back(percent_encoded(name), percent_encoded(value));
  std::ranges::sort(all);
  std::string list;
  for (const auto& [name, value] : all) {
    if (!list.empty()) list += '&';
    list += name;
    list += '=';
    list += value;
  }
  return fmt::format("{}&{}&{}", method, percent_encoded(base_uri(url)), percent_encoded(list));
}

std::string oauth1_signature(const Oauth1Keys& keys, const Oauth1Once& once, std::string_view method, std::string_view url) {
  const auto key = percent_encoded(keys.consumer_secret) + "&" + percent_encoded(keys.token_secret);
  return base64(hmac_sha256(key, oauth1_base_string(keys, once, method, url)));
}

std::string oauth1_header(const Oauth1Keys& keys, const Oauth1Once& once, std::string_view realm, std::string_view method,
                          std::string_view url) {
  auto header = fmt::format("OAuth realm=\"{}\"", percent_encoded(realm));
  for (const auto& [name, value] : oauth_parameters(keys, once))
    header += fmt::format(", {}=\"{}\"", name, percent_encoded(value));
  header += fmt::format(", oauth_signature=\"{}\"", percent_encoded(oauth1_signature(keys, once, method, url)));
  return header;
}

}  // namespace syncdx::sign
