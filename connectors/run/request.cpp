#include "run/request.hpp"

#include "logs/input.hpp"
#include "sign/digest.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncdx::connect {
namespace {

std::string url_of(const ProbeSpec& probe, const Connector& connector, const Prepared& prepared, const Pairs& query,
                   std::chrono::sys_seconds now) {
  const auto account = account_of(probe, prepared);
  const auto& base = !prepared.base_url.empty() ? prepared.base_url
                     : !probe.base_url.empty()  ? probe.base_url
                                                : connector.base_url;
  auto url = probe.location.empty() ? filled(base, account, now) + filled(probe.path, account, now)
                                    : filled(probe.location, account, now);
  char joint = url.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : query) {
    url += joint + sign::percent_encoded(name) + "=" + sign::percent_encoded(filled(value, account, now));
    joint = '&';
  }
  return url;
}

}  // namespace

Values account_of(const ProbeSpec& probe, const Prepared& prepared) {
  auto account = prepared.account;
  for (const auto& [name, value] : probe.with) account[name] = value;
  return account;
}

net::HttpRequest request_of(const ProbeSpec& probe, const Connector& connector, const Prepared& prepared,
                            const std::string& page, std::chrono::sys_seconds now) {
  const auto account = account_of(probe, prepared);
  auto query = probe.query;
  if (!page.empty() && probe.graphql.empty()) {
    const auto known = std::ranges::find(query, probe.pages->into, &Pairs::value_type::first);
    if (known == query.end())
      query.emplace_back(probe.pages->into, page);
    else
      known->second = page;
  }
  net::HttpRequest request{.method = probe.method, .url = url_of(probe, connector, prepared, query, now)};
  request.headers.push_back({"User-Agent", "syncdx/" SYNCDX_VERSION " (Language=C++/20)"});
  if (std::ranges::find(probe.headers, "Accept", &Pairs::value_type::first) == probe.headers.end())
    request.headers.push_back({"Accept", "application/json"});
  for (const auto* headers : {&connector.headers, &probe.headers}) {
    for (const auto& [name, value] : *headers) request.headers.push_back({name, filled(value, account, now)});
  }
  if (!probe.graphql.empty()) {
    request.method = "POST";
    nlohmann::ordered_json body{{"query", probe.graphql}};
    for (const auto& [name, value] : probe.variables) body["variables"][name] = filled(value, account, now);
    if (!page.empty()) body["variables"][probe.pages->into] = page;
    request.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } else {
    request.body = filled(probe.body, account, now);
  }
  if (request.method == "POST") request.headers.push_back({"Content-Type", "application/json"});
  return request;
}

bool is_file(const std::string& location) { return location.find("://") == std::string::npos; }

Result<net::HttpAnswer> file_answer(const std::string& path, std::size_t max_bytes) {
  auto text = logs::read_document(path, max_bytes);
  if (!text) return fail(std::move(text.error()));
  net::HttpAnswer answer;
  answer.status = 200;
  answer.body = std::move(*text);
  return answer;
}

std::string shown_call(const net::HttpRequest& request) {
  if (is_file(request.url)) return "read " + request.url;
  const std::string_view url(request.url);
  const auto scheme = url.find("://");
  const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return request.method + " " + std::string(path == std::string_view::npos ? "/" : url.substr(path, url.find('?') - path));
}

}  // namespace syncdx::connect
