// Connector files: the shipped ones are read whole, and what could write, or cannot work, is refused. Texts with places, and
// what answers mean.
#include "declare/connector.hpp"

#include "declare/template_text.hpp"
#include "run/read_answer.hpp"
#include "support/files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

namespace syncdx::connect {
namespace {

constexpr std::chrono::sys_seconds now{std::chrono::seconds(1'763'892'000)};  // 2025-11-23T10:00:00Z

std::string with_probe(const std::string& probe) {
  return "platform: p\ntitle: P\nbase_url: 'https://p.example'\naccount: {f: {meaning: m, pattern: '.*', example: "
         "e}}\nprobes:\n  - " +
         probe + "\n";
}

ObservedFact fact(const AnswerReading& reading, std::string_view name) {
  const auto found = std::ranges::find(reading.facts, name, &ObservedFact::name);
  REQUIRE(found != reading.facts.end());
  return *found;
}

}  // namespace

TEST_CASE("every shipped connector is read, and none could write") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SYNCDX_SOURCE_DIR "/connectors/platforms")) {
    CAPTURE(entry.path());
    const auto connector = read_connector(entry.path().string(), test::slurp(entry.path()));
    REQUIRE(connector);
    ++files;
    CHECK(connector->value.platform == entry.path().stem());
    // Whether the host is there at all comes first.
    CHECK(connector->value.probes.front().anonymous == connector->value.is_platform);
    for (const auto& probe : connector->value.probes) {
      CAPTURE(probe.id);
      CHECK(probe.id.starts_with(connector->value.platform + "_"));
      CHECK_FALSE(probe.guide.empty());
      CHECK(probe.purpose.ends_with("?"));
    }
  }
  CHECK(files == 5);
}

TEST_CASE("what could write, or cannot work, is refused with its place") {
  const auto [probe, code, says] = GENERATE(table<std::string, std::string, std::string>({
      {"{id: a, title: A, purpose: A, method: DELETE}", "P010", "DELETE"},
      {"{id: a, title: A, purpose: A, method: POST, body: '{}'}", "P010", "POST"},
      {"{id: a, title: A, purpose: A, method: POST, body: '{\"q\": \"DELETE FROM x\"}'}", "P010", "POST"},
      {"{id: a, title: A, purpose: A, graphql: 'mutation { x }'}", "P010", "GraphQL"},
      {"{id: a, title: A, purpose: A, after: [b]}", "P005", "'b'"},
      {"{id: a, title: A, purpose: A, after: [a]}", "P005", "after itself"},
      {"{id: a, title: A, purpose: A, facts: {x: no_pointer}}", "P005", "JSON pointer"},
      {"{id: a, title: A, purpose: A, facts: {x: {count: /a, any: /b}}}", "P005", "exactly one"},
      {"{id: a, title: A, purpose: A, facts: {x: {missing: /a, of: nothing}}}", "P005", "account field"},
      {"{id: a, title: A, purpos: A}", "P003", "purpos"},
      {"{id: a, title: A}", "P004", "purpose"},
  }));
  CAPTURE(probe);
  const auto connector = read_connector("p.yaml", with_probe(probe));
  REQUIRE_FALSE(connector);
  const auto& problem = connector.error().front();
  CHECK(problem.code == code);
  CHECK(problem.message.find(says) != std::string::npos);
  CHECK(problem.where.begin.line == 6);
}

TEST_CASE("places are filled, and braces of other languages stay") {
  const Values values{{"shop", "acme"}, {"account_id", "1234567_SB1"}, {"low", "1234567-sb1"}};
  CHECK(filled("https://{shop}/x?y={nothing}", values, now) == "https://acme/x?y={nothing}");
  CHECK(filled("{account_id|host} {low|realm}", values, now) == "1234567-sb1 1234567_SB1");
  CHECK(filled("query { shop { id } } {shop", values, now) == "query { shop { id } } {shop");
  CHECK(filled("{now} {now-1d} {now-90m} {now-2h} {now+1d} {now-x}", values, now) ==
        "2025-11-23T10:00:00Z 2025-11-22T10:00:00Z 2025-11-23T08:30:00Z 2025-11-23T08:00:00Z {now+1d} {now-x}");
}

TEST_CASE("facts are taken out of an answer, numbers also out of strings") {
  const auto connector = read_connector(
      "p.yaml", with_probe(R"({id: a, title: A, purpose: A, expect: [/ok], facts: {v: /ok, n: {number: /n}, e: {exists: /gone},
    c: {count: /list, where: {/on: 'false'}}, y: {any: /list, where: {/name: b}}, m: {missing: /list, field: /name, of: f, grants: '^(?:read|write)_'},
    r: {ratio: [/n, /half]}, t: {age: /at}, q: {equals: /ok, of: f}}})"));
  REQUIRE(connector);
  const net::HttpAnswer answer{.status = 200,
                               .body = R"({"ok":"read_a,write_b,c","n":"12","half":24,"at":"2025-11-23T10:00:00+02:00",
      "list":[{"name":"a","on":false},{"name":"read_b","on":true},{"name":"x","on":false}]})"};
  const auto reading = read_answer(connector->value, connector->value.probes.front(), answer, {{"f", "read_a,write_b,c"}}, now);
  REQUIRE(reading.meaning == Meaning::ok);
  CHECK(std::get<std::string>(fact(reading, "v").value) == "read_a,write_b,c");
  CHECK(std::get<double>(fact(reading, "n").value) == 12);
  CHECK_FALSE(std::get<bool>(fact(reading, "e").value));
  CHECK(std::get<double>(fact(reading, "c").value) == 2);
  CHECK_FALSE(std::get<bool>(fact(reading, "y").value));
  CHECK(std::get<double>(fact(reading, "m").value) == 1);  // c; a and b are granted under other names
  CHECK(std::get<double>(fact(reading, "r").value) == 0.5);
  CHECK(std::get<double>(fact(reading, "t").value) == 120);
  CHECK(std::get<bool>(fact(reading, "q").value));
}

TEST_CASE("Retry-After is read as seconds, as a decimal and as a date") {
  const auto [text, seconds] = GENERATE(table<std::string, double>(
      {{"3", 3}, {"2.5", 2.5}, {"Sun, 23 Nov 2025 10:00:30 GMT", 30}, {"Sun, 23 Nov 2025 09:00:00 GMT", 0}, {"-4", 0}}));
  net::HttpAnswer answer;
  answer.headers = {{"retry-AFTER", text}};
  CAPTURE(text);
  CHECK(retry_after(answer, now) == seconds);
}

TEST_CASE("without a readable Retry-After there is none") {
  net::HttpAnswer answer;
  CHECK_FALSE(retry_after(answer, now));
  answer.headers = {{"Retry-After", "soon"}};
  CHECK_FALSE(retry_after(answer, now));
}

}  // namespace syncdx::connect
