// The connections file: which accounts there are, and where their secrets are kept. Never the secrets themselves, unless only
// its owner can read the file. Format: connectors/README.md. Test: tests/connectors/connections_test.cpp.
#pragma once

#include "declare/connector.hpp"
#include "declare/template_text.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::connect {

struct SecretSource {
  enum class Kind { environment, file, here };
  Kind kind = Kind::environment;
  std::string text;  // the variable's name, the file's path, the secret
  SourceRange where;
};

struct Connection {
  std::string name;
  std::string platform;
  Values account;                                    // as written
  std::map<std::string, SourceRange> account_where;  // of the values
  std::string auth;                                  // login kind; empty: the connector's only, or first, one
  std::map<std::string, SecretSource> secrets;
  std::string base_url;  // instead of the connector's, e.g. a proxy on loopback
  std::string ca_file;   // PEM, certificates to trust besides the system's
  SourceRange where;
};

// A connection ready for use: defaults filled in, secrets fetched. Keep it short-lived: it holds them.
struct Prepared {
  std::string name;
  Values account;
  Auth auth;       // `id` empty: no login
  Values secrets;  // by name
  std::string base_url;
  std::string ca_file;
};

// Every problem of the file at once. `owner_only`: nobody else can read the file, so secrets may stand in it.
[[nodiscard]] Checked<std::vector<Connection>> read_connections(const std::string& path, std::string_view text,
                                                                bool owner_only);

// The same from a file.
[[nodiscard]] Checked<std::vector<Connection>> load_connections(const std::filesystem::path& path);

// What is wrong with a connection in the eyes of its connector: account fields, login, secrets that are missing or readable by
// others. Secrets are looked up but not told.
[[nodiscard]] tl::expected<Prepared, std::vector<Diagnostic>> prepare(const Connection& connection, const Connector& connector);

}  // namespace syncdx::connect
