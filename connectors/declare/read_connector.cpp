#include "declare/connector.hpp"

#include "base/precedence.hpp"
#include "base/text.hpp"
#include "base/yaml_reader.hpp"
#include "declare/connector_codes.hpp"
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
    std::to_array<std::pair<std::string_view, AuthKind>>({{"header", AuthKind::header},
                                                          {"basic", AuthKind::basic},
                                                          {"token_request", AuthKind::token_request},
                                                          {"oauth1", AuthKind::oauth1},
                                                          {"client_assertion", AuthKind::client_assertion}});

class ConnectorReader {
 public:
  explicit ConnectorReader(std::vector<Diagnostic>& problems) : reader_(connector_codes, problems) {}

  Connector read(const YamlNode& root) && {
    if (!reader_.is_map(root, "a connector",
                        {"platform", "title", "base_url", "account", "auth", "headers", "answers", "concurrency",
                         "least_wait_seconds", "probes"},
                        {"platform", "title", "base_url", "probes"})) {
      return std::move(connector_);
    }
    connector_.platform = reader_.text(root, "platform");
    connector_.title = reader_.text(root, "title");
    connector_.base_url = reader_.text(root, "base_url");
    connector_.headers = pairs(root, "headers");
    connector_.concurrency = static_cast<std::size_t>(std::clamp(reader_.number(root, "concurrency", 2), 1.0, 64.0));
    connector_.least_wait_seconds = std::clamp(reader_.number(root, "least_wait_seconds", 1), 0.0, 600.0);
    if (const auto* account = root.find("account")) read_account(*account);
    if (const auto* auth = root.find("auth")) read_auths(*auth);
    for (const auto* node : items(root, "answers")) read_reading(*node);
    for (const auto* node : items(root, "probes")) read_probe(*node);
    check_order();
    return std::move(connector_);
  }

 private:
  std::vector<const YamlNode*> items(const YamlNode& map, const char* key) {
    std::vector<const YamlNode*> result;
    const auto* list = map.find(key);
    if (list == nullptr || !reader_.is_list(*list, key)) return result;
    for (const auto& item : list->items) result.push_back(&item);
    return result;
  }

  Pairs pairs(const YamlNode& map, const char* key) {
    Pairs result;
    const auto* value = map.find(key);
    if (value == nullptr) return result;
    if (value->kind != YamlNode::Kind::map) {
      reader_.error(connector_codes.wrong_kind, value->where, fmt::format("{} must be a map of texts", key));
      return result;
    }
    for (const auto& [name, text] : value->entries)
      result.emplace_back(name.text, reader_.text(text, std::string_view(name.text)));
    return result;
  }

  void check_regex(const YamlNode& map, const char* key, const std::string& regex) {
    const RE2 compiled(regex, RE2::Quiet);
    if (!compiled.ok()) reader_.bad_value(map.find(key)->where, "bad pattern: " + compiled.error());
  }

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
      if (value.find("pattern") != nullptr) check_regex(value, "pattern", field.pattern);
      connector_.account.push_back(std::move(field));
    }
  }

  template <typename Table>
  auto word_in(const YamlNode& map, const char* key, const Table& table) {
    const auto word = reader_.text(map, key);
    const auto found = std::ranges::find(table, word, [](const auto& entry) { return entry.first; });
    if (found != table.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [name, value] : table) names.emplace_back(name);
    if (const auto* node = map.find(key)) {
      const auto near = nearest_name(word, names);
      reader_.bad_value(node->where, fmt::format("unknown {} '{}'", key, word),
                        near ? fmt::format("did you mean '{}'?", *near) : "");
    }
    return table.front().second;
  }

  void read_auths(const YamlNode& node) {
    for (const auto& [name, value] : node.entries) {
      if (!reader_.is_map(value, fmt::format("the login '{}'", name.text),
                          {"kind", "title", "secrets", "header", "value", "user", "password", "url", "form", "realm", "key_id",
                           "issuer", "scopes"},
                          {"kind", "title", "secrets"})) {
        continue;
      }
      Auth auth{.id = name.text};
      auth.kind = word_in(value, "kind", auth_kinds);
      auth.title = reader_.text(value, "title");
      auth.secrets = reader_.words(value, "secrets");
      if (value.find("header") != nullptr) auth.header = reader_.text(value, "header");
      auth.value = reader_.text(value, "value");
      auth.user = reader_.text(value, "user");
      auth.password = reader_.text(value, "password");
      auth.url = reader_.text(value, "url");
      auth.form = pairs(value, "form");
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
    if (node.find("body") != nullptr) check_regex(node, "body", reading.body);
    reading.meaning = word_in(node, "means", meanings);
    connector_.readings.push_back(std::move(reading));
  }

  FactRule read_fact(const std::string& name, const YamlNode& node) {
    FactRule fact{.name = name};
    if (node.kind == YamlNode::Kind::scalar) {
      fact.at = pointer(node, node.text);
      return fact;
    }
    if (!reader_.is_map(node, fmt::format("the fact '{}'", name),
                        {"value", "number", "exists", "count", "any", "missing", "ratio", "age", "equals", "field", "of",
                         "where", "grants"})) {
      return fact;
    }
    static constexpr auto ways = std::to_array<std::pair<const char*, Extraction>>({{"value", Extraction::value},
                                                                                    {"number", Extraction::number},
                                                                                    {"exists", Extraction::exists},
                                                                                    {"count", Extraction::count},
                                                                                    {"any", Extraction::any},
                                                                                    {"missing", Extraction::missing},
                                                                                    {"age", Extraction::age},
                                                                                    {"equals", Extraction::equals}});
    int found = 0;
    for (const auto& [key, way] : ways) {
      const auto* value = node.find(key);
      if (value == nullptr) continue;
      ++found;
      fact.how = way;
      fact.at = pointer(*value, reader_.text(*value, std::string_view(key)));
    }
    if (const auto* ratio = node.find("ratio")) {
      ++found;
      fact.how = Extraction::ratio;
      const auto both = reader_.words(node, "ratio");
      if (both.size() == 2) {
        fact.at = pointer(*ratio, both[0]);
        fact.by = pointer(*ratio, both[1]);
      } else {
        reader_.bad_value(ratio->where, "a ratio needs two JSON pointers");
      }
    }
    if (found != 1) reader_.bad_value(node.where, fmt::format("the fact '{}' needs exactly one way to be found", name));
    fact.field = reader_.text(node, "field");
    fact.of = reader_.text(node, "of");
    fact.where = pairs(node, "where");
    fact.grants = reader_.text(node, "grants");
    if (node.find("grants") != nullptr) check_regex(node, "grants", fact.grants);
    const bool needs_field = fact.how == Extraction::missing || fact.how == Extraction::equals;
    if (needs_field && std::ranges::find(connector_.account, fact.of, &AccountField::name) == connector_.account.end()) {
      reader_.bad_value(node.where, fmt::format("the fact '{}' names no account field (`of:`)", name));
    }
    return fact;
  }

  std::string pointer(const YamlNode& node, std::string text) {
    if (!text.empty() && text.front() != '/')
      reader_.bad_value(node.where, fmt::format("'{}' is no JSON pointer: it begins with /", text));
    return text;
  }

  void read_probe(const YamlNode& node) {
    if (!reader_.is_map(node, "a probe",
                        {"id", "title", "purpose", "needs", "guide", "after", "uses", "cost", "anonymous", "method", "path",
                         "base_url", "query", "headers", "body", "graphql", "variables", "expect", "facts"},
                        {"id", "title", "purpose"})) {
      return;
    }
    ProbeSpec probe{
        .id = reader_.text(node, "id"), .title = reader_.text(node, "title"), .purpose = reader_.text(node, "purpose")};
    probe.where = node.find("id") != nullptr ? node.find("id")->where : node.where;
    probe.needs = reader_.text(node, "needs");
    probe.guide = reader_.words(node, "guide");
    probe.after = reader_.words(node, "after");
    probe.uses = reader_.words(node, "uses");
    probe.cost = static_cast<std::size_t>(std::max(1.0, reader_.number(node, "cost", 1)));
    probe.anonymous = reader_.flag(node, "anonymous", false);
    if (node.find("method") != nullptr) probe.method = reader_.text(node, "method");
    probe.path = reader_.text(node, "path");
    probe.base_url = reader_.text(node, "base_url");
    probe.query = pairs(node, "query");
    probe.headers = pairs(node, "headers");
    probe.body = reader_.text(node, "body");
    probe.graphql = reader_.text(node, "graphql");
    probe.variables = pairs(node, "variables");
    probe.expect = reader_.words(node, "expect");
    if (const auto* facts = node.find("facts"); facts != nullptr && facts->kind == YamlNode::Kind::map) {
      for (const auto& [name, value] : facts->entries) probe.facts.push_back(read_fact(name.text, value));
    }
    check_reads_only(probe, node);
    if (find_probe(connector_, probe.id) != nullptr)
      reader_.bad_value(probe.where, fmt::format("the probe '{}' stands twice", probe.id));
    connector_.probes.push_back(std::move(probe));
  }

  // Probes must not write. GET and HEAD do not; a POST only as a GraphQL query or as SQL that selects.
  void check_reads_only(const ProbeSpec& probe, const YamlNode& node) {
    const auto* where = node.find(probe.graphql.empty() ? "method" : "graphql");
    static const RE2 writes(R"((?i)\b(?:mutation|subscription)\b)");
    if (!probe.graphql.empty()) {
      if (RE2::PartialMatch(probe.graphql, writes)) {
        reader_.error("P010", where->where, fmt::format("the probe '{}' holds a GraphQL operation that is no query", probe.id),
                      "probes only read");
      }
      return;
    }
    static const RE2 selects(R"((?i)^\s*\{\s*"q"\s*:\s*"\s*select\b)");
    if (probe.method == "GET" || probe.method == "HEAD") return;
    if (probe.method == "POST" && RE2::PartialMatch(probe.body, selects)) return;
    reader_.error("P010", where == nullptr ? node.where : where->where,
                  fmt::format("the probe '{}' uses {}: probes only read", probe.id, probe.method),
                  "GET, HEAD, a GraphQL query, or a POST of {\"q\": \"SELECT …\"}");
  }

  void check_order() {
    auto& probes = connector_.probes;
    std::vector<Precedence> precedences;
    for (std::size_t i = 0; i < probes.size(); ++i) {
      for (const auto& earlier : probes[i].after) {
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
