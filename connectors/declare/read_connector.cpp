#include "declare/connector.hpp"

#include "base/precedence.hpp"
#include "base/text.hpp"
#include "base/yaml_reader.hpp"
#include "declare/connector_codes.hpp"
#include "declare/read_probe.hpp"
#include "declare/template_text.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace syncdx::connect {
namespace {

constexpr auto meanings = std::to_array<std::pair<std::string_view, Meaning>>({{"ok", Meaning::ok},
                                                                               {"refused", Meaning::refused},
                                                                               {"denied", Meaning::denied},
                                                                               {"rate_limited", Meaning::rate_limited},
                                                                               {"not_found", Meaning::not_found},
                                                                               {"bad_request", Meaning::bad_request},
                                                                               {"blocked", Meaning::blocked},
                                                                               {"unavailable", Meaning::unavailable},
                                                                               {"unreadable", Meaning::unreadable}});

constexpr auto auth_kinds =
    std::to_array<std::pair<std::string_view, AuthKind>>({{"none", AuthKind::none},
                                                          {"header", AuthKind::header},
                                                          {"basic", AuthKind::basic},
                                                          {"token_request", AuthKind::token_request},
                                                          {"oauth1", AuthKind::oauth1},
                                                          {"client_assertion", AuthKind::client_assertion}});

class ConnectorReader {
 public:
  explicit ConnectorReader(std::vector<Diagnostic>& problems) : reader_(connector_codes, problems) {}

  Connector read(const YamlNode& root) && {
    if (!reader_.is_map(root, "a connector",
                        {"platform", "title", "base_url", "is_platform", "account", "auth", "headers", "answers", "concurrency",
                         "least_wait_seconds", "probes"},
                        {"platform", "title", "base_url", "probes"})) {
      return std::move(connector_);
    }
    connector_.platform = reader_.text(root, "platform");
    connector_.title = reader_.text(root, "title");
    connector_.base_url = reader_.text(root, "base_url");
    connector_.is_platform = reader_.flag(root, "is_platform", true);
    connector_.headers = pairs_of(reader_, root, "headers");
    connector_.concurrency = static_cast<std::size_t>(std::clamp(reader_.number(root, "concurrency", 2), 1.0, 64.0));
    connector_.least_wait_seconds = std::clamp(reader_.number(root, "least_wait_seconds", 1), 0.0, 600.0);
    if (const auto* account = root.find("account")) read_account(*account);
    if (const auto* auth = root.find("auth")) read_auths(*auth);
    for (const auto* node : items_of(reader_, root, "answers")) read_reading(*node);
    for (const auto* node : items_of(reader_, root, "probes")) {
      if (auto probe = read_probe(reader_, *node, connector_)) connector_.probes.push_back(std::move(*probe));
    }
    check_order();
    return std::move(connector_);
  }

 private:
  void read_account(const YamlNode& node) {
    for (const auto& [name, value] : node.entries) {
      if (!reader_.is_map(value, fmt::format("the account field '{}'", name.text),
                          {"meaning", "pattern", "example", "default", "optional"}, {"meaning", "pattern"})) {
        continue;
      }
      AccountField field{.name = name.text,
                         .meaning = reader_.text(value, "meaning"),
                         .pattern = reader_.text(value, "pattern"),
                         .example = reader_.text(value, "example"),
                         .otherwise = {},
                         .optional = reader_.flag(value, "optional", false)};
      if (value.find("default") != nullptr) field.otherwise = reader_.text(value, "default");
      if (value.find("pattern") != nullptr) check_pattern(reader_, value, "pattern", field.pattern);
      connector_.account.push_back(std::move(field));
    }
  }

  void read_auths(const YamlNode& node) {
    for (const auto& [name, value] : node.entries) {
      if (!reader_.is_map(value, fmt::format("the login '{}'", name.text),
                          {"kind", "title", "secrets", "header", "value", "user", "password", "url", "form", "realm", "key_id",
                           "issuer", "scopes"},
                          {"kind", "title"})) {
        continue;
      }
      Auth auth{.id = name.text};
      auth.kind = word_in(reader_, value, "kind", auth_kinds);
      auth.title = reader_.text(value, "title");
      auth.secrets = reader_.words(value, "secrets");
      if (value.find("header") != nullptr) auth.header = reader_.text(value, "header");
      auth.value = reader_.text(value, "value");
      auth.user = reader_.text(value, "user");
      auth.password = reader_.text(value, "password");
      auth.url = reader_.text(value, "url");
      auth.form = pairs_of(reader_, value, "form");
      auth.realm = reader_.text(value, "realm");
      auth.key_id = reader_.text(value, "key_id");
      auth.issuer = reader_.text(value, "issuer");
      auth.scopes = reader_.words(value, "scopes");
      connector_.auths.push_back(std::move(auth));
    }
  }

  void read_reading(const YamlNode& node) {
    if (!reader_.is_map(node, "an answer", {"status", "body", "means"}, {"means"})) return;
    Reading reading;
    for (const auto& word : reader_.words(node, "status")) {
      int status = 0;
      const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), status);
      if (fault != std::errc() || end != word.data() + word.size() || status < 100 || status > 599) {
        reader_.bad_value(node.find("status")->where, fmt::format("'{}' is no HTTP status", word));
      }
      reading.statuses.push_back(status);
    }
    reading.body = reader_.text(node, "body");
    if (node.find("body") != nullptr) check_pattern(reader_, node, "body", reading.body);
    reading.meaning = word_in(reader_, node, "means", meanings);
    connector_.readings.push_back(std::move(reading));
  }

  // Everything that a probe names must stand before or after it without a circle.
  void check_order() {
    auto& probes = connector_.probes;
    std::vector<Precedence> precedences;
    for (std::size_t i = 0; i < probes.size(); ++i) {
      for (const auto& earlier : probes_before(probes[i])) {
        const auto found = std::ranges::find(probes, earlier, &ProbeSpec::id);
        if (found == probes.end()) {
          reader_.bad_value(probes[i].where,
                            fmt::format("the probe '{}' comes after '{}', which there is not", probes[i].id, earlier));
        } else {
          precedences.push_back({static_cast<std::size_t>(found - probes.begin()), i});
        }
      }
    }
    for (const auto& circle : circles(probes.size(), precedences)) {
      reader_.bad_value(probes[circle.front()].where,
                        fmt::format("the probe '{}' comes after itself", probes[circle.front()].id));
    }
  }

  YamlReader reader_;
  Connector connector_;
};

}  // namespace

std::string_view name_of(Meaning meaning) noexcept {
  const auto found = std::ranges::find(meanings, meaning, [](const auto& entry) { return entry.second; });
  return found->first;
}

std::size_t most_calls(const ProbeSpec& probe) noexcept { return probe.cost * (probe.pages ? probe.pages->most : 1); }

std::vector<std::string> told_facts(const Connector& connector, const ProbeSpec& probe) {
  std::vector<std::string> names{"probe." + probe.id + "."};
  names.insert(names.end(), probe.tells.begin(), probe.tells.end());
  if (!probe.answer_of.empty() || !connector.is_platform) return names;
  const auto earlier = probes_before(probe);
  const auto add = [&](std::initializer_list<const char*> facts) {
    for (const char* fact : facts) names.push_back(std::string("probe.") + fact);
  };
  if (earlier.empty()) {
    add({"reached", "dns_failed", "connect_failed", "proxy_failed", "tls_failed", "tls_fault", "timed_out", "broken_off",
         "faltering", "unavailable", "unreadable", "slow", "clock_skew_seconds"});
  }
  const bool is_first_with_credentials = !probe.anonymous && std::ranges::all_of(earlier, [&](const auto& id) {
    const auto* other = find_probe(connector, id);
    return other == nullptr || other->anonymous;
  });
  if (is_first_with_credentials) add({"accepted", "refused", "blocked", "rate_limited"});
  if (!probe.anonymous) add({"denied", "not_found"});
  return names;
}

const ProbeSpec* find_probe(const Connector& connector, std::string_view id) {
  const auto found = std::ranges::find(connector.probes, id, &ProbeSpec::id);
  return found == connector.probes.end() ? nullptr : &*found;
}

Checked<Connector> read_connector(const std::string& path, std::string_view text) {
  auto tree = parse_yaml(path, text);
  if (!tree) {
    tree.error().code = "P001";
    return tl::unexpected(std::vector{std::move(tree.error())});
  }
  std::vector<Diagnostic> problems;
  auto connector = ConnectorReader(problems).read(*tree);
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return Loaded<Connector>{std::move(connector), {}};
}

}  // namespace syncdx::connect
