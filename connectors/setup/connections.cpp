#include "setup/connections.hpp"

#include "base/text.hpp"
#include "base/yaml_reader.hpp"
#include "declare/connector_codes.hpp"
#include "logs/input.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace syncdx::connect {
namespace {

constexpr std::size_t max_secret_bytes = std::size_t{64} << 10U;

// Nobody but the owner may read or write it, and the owner is the user or root.
bool is_private(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & 077U) == 0;
}

class ConnectionsReader {
 public:
  ConnectionsReader(std::vector<Diagnostic>& problems, bool owner_only)
      : reader_(connector_codes, problems), owner_only_(owner_only) {}

  std::vector<Connection> read(const YamlNode& root) && {
    std::vector<Connection> connections;
    if (!reader_.is_map(root, "a connections file", {"connections"}, {"connections"})) return connections;
    const auto* list = root.find("connections");
    if (list == nullptr) return connections;
    if (list->kind != YamlNode::Kind::map) {
      reader_.error("P002", list->where, "connections must be a map of names",
                    "write  connections: {acme: {platform: shopify, …}}");
      return connections;
    }
    for (const auto& [name, value] : list->entries) connections.push_back(read_one(name, value));
    return connections;
  }

 private:
  Connection read_one(const YamlNode& name, const YamlNode& node) {
    Connection connection{.name = name.text, .where = name.where};
    if (!reader_.is_map(node, fmt::format("the connection '{}'", name.text),
                        {"platform", "account", "auth", "secrets", "base_url", "ca_file"}, {"platform"})) {
      return connection;
    }
    connection.platform = reader_.text(node, "platform");
    connection.auth = reader_.text(node, "auth");
    connection.base_url = reader_.text(node, "base_url");
    connection.ca_file = reader_.text(node, "ca_file");
    if (const auto* account = node.find("account")) read_account(*account, connection);
    if (const auto* secrets = node.find("secrets")) read_secrets(*secrets, connection);
    return connection;
  }

  void read_account(const YamlNode& node, Connection& connection) {
    if (node.kind != YamlNode::Kind::map) {
      reader_.error("P002", node.where, "account must be a map of texts");
      return;
    }
    for (const auto& [name, value] : node.entries) {
      std::string text;
      if (value.kind == YamlNode::Kind::sequence) {  // a list stands as words with commas
        for (const auto& item : value.items)
          text += (text.empty() ? "" : ",") + reader_.text(item, std::string_view(name.text));
      } else {
        text = reader_.text(value, std::string_view(name.text));
      }
      connection.account[name.text] = text;
      connection.account_where[name.text] = value.where;
    }
  }

  void read_secrets(const YamlNode& node, Connection& connection) {
    if (node.kind != YamlNode::Kind::map) {
      reader_.error("P002", node.where, "secrets must be a map", "write  secrets: {access_token: {env: SHOPIFY_TOKEN}}");
      return;
    }
    for (const auto& [name, value] : node.entries) {
      SecretSource source{.where = value.where};
      if (value.kind == YamlNode::Kind::scalar) {
        source.kind = SecretSource::Kind::here;
        source.text = value.text;
      } else if (reader_.is_map(value, fmt::format("the secret '{}'", name.text), {"env", "file"}) &&
                 value.entries.size() == 1) {
        const bool from_file = value.find("file") != nullptr;
        source.kind = from_file ? SecretSource::Kind::file : SecretSource::Kind::environment;
        source.text = reader_.text(value, from_file ? "file" : "env");
      } else {
        reader_.bad_value(value.where, fmt::format("the secret '{}' needs one place", name.text),
                          "write  {env: NAME}  or  {file: /path}");
        continue;
      }
      if (source.kind == SecretSource::Kind::here && !owner_only_) {
        reader_.error(
            "P006", value.where, fmt::format("the secret '{}' stands in a file that others can read", name.text),
            "name an environment variable, {env: NAME}, or a file, {file: /path}; or chmod 600 this file. Change the secret: "
            "others may have seen it");
      }
      connection.secrets[name.text] = std::move(source);
    }
  }

  YamlReader reader_;
  bool owner_only_;
};

class Preparation {
 public:
  Preparation(const Connection& connection, const Connector& connector) : connection_(connection), connector_(connector) {}

  tl::expected<Prepared, std::vector<Diagnostic>> run() && {
    prepared_.name = connection_.name;
    prepared_.base_url = connection_.base_url;
    prepared_.ca_file = connection_.ca_file;
    check_account();
    choose_auth();
    fetch_secrets();
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return std::move(prepared_);
  }

 private:
  void problem(const char* code, const SourceRange& where, std::string message, std::string help) {
    problems_.push_back({.code = code, .message = std::move(message), .where = where, .help = std::move(help)});
  }

  void check_account() {
    std::vector<std::string> names;
    for (const auto& field : connector_.account) {
      names.push_back(field.name);
      const auto given = connection_.account.find(field.name);
      if (given == connection_.account.end()) {
        if (field.otherwise) {
          prepared_.account[field.name] = *field.otherwise;
        } else if (!field.optional) {
          problem("P004", connection_.where,
                  fmt::format("the connection '{}' needs account.{}: {}", connection_.name, field.name, field.meaning),
                  fmt::format("for example  {}: {}", field.name, field.example));
        }
        continue;
      }
      if (RE2::FullMatch(given->second, field.pattern)) {
        prepared_.account[field.name] = given->second;
      } else {
        problem("P005", connection_.account_where.at(field.name),
                fmt::format("'{}' does not look like {}: {}", given->second, field.name, field.meaning),
                fmt::format("for example  {}: {}", field.name, field.example));
      }
    }
    for (const auto& [name, value] : connection_.account) {
      if (std::ranges::find(names, name) != names.end()) continue;
      const auto near = nearest_name(name, names);
      problem("P003", connection_.account_where.at(name), fmt::format("{} knows no account.{}", connector_.title, name),
              near ? fmt::format("did you mean '{}'?", *near) : fmt::format("known: {}", fmt::join(names, ", ")));
    }
  }

  void choose_auth() {
    if (connector_.auths.empty()) return;
    if (connection_.auth.empty()) {
      prepared_.auth = connector_.auths.front();
      return;
    }
    const auto found = std::ranges::find(connector_.auths, connection_.auth, &Auth::id);
    if (found != connector_.auths.end()) {
      prepared_.auth = *found;
      return;
    }
    std::string known;
    for (const auto& auth : connector_.auths) known += (known.empty() ? "" : ", ") + auth.id;
    problem("P005", connection_.where, fmt::format("{} knows no login '{}'", connector_.title, connection_.auth),
            "known: " + known);
  }

  void fetch_secrets() {
    for (const auto& name : prepared_.auth.secrets) {
      const auto found = connection_.secrets.find(name);
      if (found == connection_.secrets.end()) {
        problem(
            "P004", connection_.where,
            fmt::format("the connection '{}' needs secrets.{} for its login '{}'", connection_.name, name, prepared_.auth.id),
            fmt::format("write  secrets: {{{}: {{env: NAME_OF_A_VARIABLE}}}}", name));
      } else if (auto secret = fetch(name, found->second)) {
        prepared_.secrets[name] = std::move(*secret);
      }
    }
  }

  std::optional<std::string> fetch(const std::string& name, const SecretSource& source) {
    switch (source.kind) {
      case SecretSource::Kind::here:
        return source.text;
      case SecretSource::Kind::environment:
        if (const char* value = std::getenv(source.text.c_str()); value != nullptr && *value != '\0') return std::string(value);
        problem("P006", source.where,
                fmt::format("the environment variable {} for the secret '{}' is not set", source.text, name),
                "set it before the call, or name another one");
        return std::nullopt;
      case SecretSource::Kind::file:
        break;
    }
    auto text = logs::read_document(source.text, max_secret_bytes);
    while (text && (text->ends_with('\n') || text->ends_with('\r'))) text->pop_back();
    if (!text || text->empty()) {
      problem("P006", source.where,
              fmt::format("the file '{}' for the secret '{}' cannot be read, is empty or too large", source.text, name),
              "check its path, owner and mode");
      return std::nullopt;
    }
    if (!is_private(source.text)) {
      problem("P007", source.where, fmt::format("others can read the file '{}' of the secret '{}'", source.text, name),
              fmt::format("chmod 600 '{}', and change the secret: others may have seen it", source.text));
      return std::nullopt;
    }
    return std::move(*text);
  }

  const Connection& connection_;
  const Connector& connector_;
  Prepared prepared_;
  std::vector<Diagnostic> problems_;
};

}  // namespace

Checked<std::vector<Connection>> read_connections(const std::string& path, std::string_view text, bool owner_only) {
  auto tree = parse_yaml(path, text);
  if (!tree) {
    tree.error().code = "P001";
    return tl::unexpected(std::vector{std::move(tree.error())});
  }
  std::vector<Diagnostic> problems;
  auto connections = ConnectionsReader(problems, owner_only).read(*tree);
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return Loaded<std::vector<Connection>>{std::move(connections), {}};
}

Checked<std::vector<Connection>> load_connections(const std::filesystem::path& path) {
  const auto text = logs::read_document(path.string(), max_yaml_bytes);
  if (!text) {
    return tl::unexpected(
        std::vector{Diagnostic{.code = "P009",
                               .message = fmt::format("cannot read the connections file '{}'", path.string()),
                               .help = "write one, or name it with --connections FILE; see: syncdx connections check --help"}});
  }
  return read_connections(path.string(), *text, is_private(path.string()));
}

tl::expected<Prepared, std::vector<Diagnostic>> prepare(const Connection& connection, const Connector& connector) {
  return Preparation(connection, connector).run();
}

}  // namespace syncdx::connect
