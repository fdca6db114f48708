#include "setup/connections.hpp"

#include "support/files.hpp"

#include <sys/stat.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace syncdx::connect {
namespace {

Connector connector() {
  auto loaded = read_connector("shop.yaml", R"(
platform: shop
title: Shop
base_url: 'https://{host}/api'
account:
  host: {meaning: the shop's host, pattern: '[a-z.]+', example: shop.example}
  version: {meaning: version of the API, pattern: 'v\d', example: v2, default: v1}
  extra: {meaning: something more, pattern: '.*', example: x, optional: true}
auth:
  key: {kind: header, title: A key, secrets: [api_key], header: X-Key, value: '{api_key}'}
  login: {kind: basic, title: A login, secrets: [user, password], user: '{user}', password: '{password}'}
probes:
  - {id: reach, title: Reach, purpose: Is it there, anonymous: true}
)");
  REQUIRE(loaded);
  return std::move(loaded->value);
}

std::vector<Connection> read(const std::string& yaml, bool owner_only = false) {
  auto loaded = read_connections("c.yaml", yaml, owner_only);
  REQUIRE(loaded);
  return std::move(loaded->value);
}

class SecretFile {
 public:
  explicit SecretFile(mode_t mode) : path_(std::filesystem::temp_directory_path() / ("syncdx_secret_" + std::to_string(mode))) {
    std::ofstream(path_) << "from a file\n";
    chmod(path_.c_str(), mode);
  }
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;
  ~SecretFile() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a connection gets its defaults, its login and its secrets") {
  const SecretFile file(0600);
  setenv("SYNCDX_TEST_USER", "anna", 1);
  const auto connections = read(
      "connections: {a: {platform: shop, account: {host: shop.example}, auth: login,"
      " secrets: {user: {env: SYNCDX_TEST_USER}, password: {file: '" +
      file.path() + "'}}}}");
  REQUIRE(connections.size() == 1);
  const auto prepared = prepare(connections.front(), connector());
  REQUIRE(prepared);
  CHECK(prepared->account == Values{{"host", "shop.example"}, {"version", "v1"}});
  CHECK(prepared->auth.id == "login");
  CHECK(prepared->secrets == Values{{"password", "from a file"}, {"user", "anna"}});
}

TEST_CASE("a secret may stand in the file only if nobody else can read that") {
  const std::string yaml = "connections: {a: {platform: shop, account: {host: h}, secrets: {api_key: k}}}";
  const auto refused = read_connections("c.yaml", yaml, false);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().code == "P006");
  CHECK(read(yaml, true).front().secrets.at("api_key").text == "k");
}

TEST_CASE("the connections file of the manual is read, and fits the shipped connectors") {
  const auto manual = test::slurp(SYNCDX_SOURCE_DIR "/connectors/README.md");
  const auto begin = manual.find("    connections:\n");
  REQUIRE(begin != std::string::npos);
  std::string yaml;
  for (auto at = begin; manual.compare(at, 4, "    ") == 0; at = manual.find('\n', at) + 1) {
    yaml += manual.substr(at + 4, manual.find('\n', at) - at - 3);
  }
  const auto connections = read(yaml);
  REQUIRE(connections.size() == 3);
  for (const auto& connection : connections) {
    CAPTURE(connection.name);
    const auto path = std::string(SYNCDX_SOURCE_DIR "/connectors/platforms/") + connection.platform + ".yaml";
    const auto loaded = read_connector(path, test::slurp(path));
    REQUIRE(loaded);
    const auto prepared = prepare(connection, loaded->value);
    REQUIRE_FALSE(prepared);  // its secrets are nowhere; nothing else may be wrong
    for (const auto& problem : prepared.error()) CHECK(problem.code == "P006");
  }
}

TEST_CASE("each mistake in a connections file has its code and place") {
  const auto [yaml, code, line, column] = GENERATE(table<std::string, std::string, std::uint32_t, std::uint32_t>({
      {"connections: [", "P001", 1, 1},
      {"conections: {}", "P003", 1, 1},
      {"connections: []", "P002", 1, 14},
      {"connections:\n  a: {platform: shop, acount: {}}", "P003", 2, 23},
      {"connections:\n  a: {account: {}}", "P004", 2, 6},
      {"connections:\n  a: {platform: shop, platform: shop}", "P003", 2, 23},
      {"connections:\n  a: {platform: shop, secrets: {k: {env: A, file: b}}}", "P005", 2, 36},
      {"connections:\n  a: {platform: shop, secrets: [k]}", "P002", 2, 32},
  }));
  CAPTURE(yaml);
  const auto loaded = read_connections("c.yaml", yaml, false);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().front().code == code);
  CHECK(loaded.error().front().where.begin.line == line);
  CHECK(loaded.error().front().where.begin.column == column);
}

TEST_CASE("what does not fit the connector is told, all of it") {
  const SecretFile open_file(0644);
  const auto problems_of = [&](const std::string& connection) {
    const auto prepared = prepare(read("connections: {a: " + connection + "}").front(), connector());
    REQUIRE_FALSE(prepared);
    std::string codes;
    for (const auto& problem : prepared.error()) codes += problem.code + " ";
    return codes;
  };
  CHECK(problems_of("{platform: shop}") == "P004 P004 ");
  CHECK(problems_of("{platform: shop, account: {host: 'https://x', hst: y}, secrets: {api_key: {env: SYNCDX_NOT_SET}}}") ==
        "P005 P003 P006 ");
  CHECK(problems_of("{platform: shop, account: {host: h}, auth: lgin}") == "P005 ");
  CHECK(problems_of("{platform: shop, account: {host: h}, secrets: {api_key: {file: /nowhere}}}") == "P006 ");
  CHECK(problems_of("{platform: shop, account: {host: h}, secrets: {api_key: {file: '" + open_file.path() + "'}}}") == "P007 ");
}

}  // namespace syncdx::connect
