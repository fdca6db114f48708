#include "logs/line.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

namespace {

using syncdx::logs::format_time;
using syncdx::logs::Level;
using syncdx::logs::Shape;
using syncdx::logs::view_line;

struct Case {
  std::string line;
  Shape shape;
  Level level;
  std::string message;
  bool dated = true;  // as 2026-11-20T17:00:04Z
};

void check(const Case& c) {
  CAPTURE(c.line);
  const auto view = view_line(c.line);
  CHECK(static_cast<int>(view.shape) == static_cast<int>(c.shape));
  CHECK(static_cast<int>(view.level) == static_cast<int>(c.level));
  CHECK(view.message == c.message);
  CHECK((view.time ? format_time(*view.time) : "") == (c.dated ? "2026-11-20T17:00:04Z" : ""));
}

TEST_CASE("plain text lines give time, level and message") {
  check(GENERATE(values<Case>({
      {"2026-11-20 17:00:04,123 ERROR [worker] order 12 refused", Shape::text, Level::error, "order 12 refused"},
      {"2026-11-20 17:00:04,123 ERROR [API] Invalid key", Shape::text, Level::error, "[API] Invalid key"},
      {"[2026-11-20T17:00:04Z] production.ERROR: no stock", Shape::text, Level::error, "no stock"},
      {"E, [2026-11-20T17:00:04.105121 #3297] ERROR -- : no stock", Shape::text, Level::error, "no stock"},
      {"W, [2026-11-20T17:00:04.105121 #3297]  WARN -- : slow", Shape::text, Level::warning, "slow"},
      {"2026-11-20 17:00:04 worker-1 FATAL gone", Shape::text, Level::fatal, "gone"},
      {"2026-11-20 17:00:04,123 - shop.client - CRITICAL - gone", Shape::text, Level::fatal, "gone"},
      {"2026-11-20 17:00:04 root WARNING slow", Shape::text, Level::warning, "slow"},
      {"2026-11-20T17:00:04Z [error] no stock", Shape::text, Level::error, "no stock"},
      {"2026-11-20T17:00:04Z [WARN ] slow", Shape::text, Level::warning, "slow"},
      {"2026-11-20T17:00:04Z | INFO | ready", Shape::text, Level::info, "ready"},
      {"2026-11-20T17:00:04Z SEVERE: gone", Shape::text, Level::error, "gone"},
      {"2026-11-20T17:00:04Z NOTICE reloaded", Shape::text, Level::info, "reloaded"},
      {"INFO [2026-11-20 17:00:04] ready", Shape::singer, Level::info, "ready"},
      {"2026-11-20 17:00:04 Got ERROR from the server", Shape::text, Level::unknown, "Got ERROR from the server"},
      {"2026-11-20 17:00:04 the word error is no level", Shape::text, Level::unknown, "the word error is no level"},
      {"2026-11-20 17:00:04 ERROR -1 records", Shape::text, Level::error, "-1 records"},
      {"\x1B[31m2026-11-20 17:00:04 ERROR\x1B[0m red", Shape::text, Level::error, "red"},
      {"Nov 20 17:00:04 host sync[12]: cannot connect", Shape::text, Level::unknown, "cannot connect", false},
      {"<11>Nov 20 17:00:04 host sync[12]: cannot connect", Shape::text, Level::error, "cannot connect", false},
      {"<12>1 2026-11-20T17:00:04Z host sync 12 - - slow", Shape::text, Level::warning, "host sync 12 - - slow"},
      {"Error: cannot connect", Shape::text, Level::error, "cannot connect", false},
      {"ERROR: cannot connect", Shape::text, Level::error, "cannot connect", false},
      {"cannot connect", Shape::text, Level::unknown, "cannot connect", false},
      {"    at Client.send (client.js:10:5)", Shape::text, Level::unknown, "at Client.send (client.js:10:5)", false},
      {"", Shape::text, Level::unknown, "", false},
      {"   ", Shape::text, Level::unknown, "", false},
      {"ERROR", Shape::text, Level::error, "ERROR", false},
      {"2026-11-20 17:00:04", Shape::text, Level::unknown, "2026-11-20 17:00:04"},
      {"[", Shape::text, Level::unknown, "[", false},
      {"<", Shape::text, Level::unknown, "<", false},
      {"E,", Shape::text, Level::error, "E,", false},
  })));
}

TEST_CASE("JSON lines give time, level and message") {
  check(GENERATE(values<Case>({
      {R"({"ts":1795194004.2,"level":"error","msg":"no \"stock\""})", Shape::json, Level::error, "no \"stock\""},
      {R"({"time":"2026-11-20T17:00:04Z","severity":"WARNING","message":"slow"})", Shape::json, Level::warning, "slow"},
      {R"({"@timestamp":"2026-11-20T18:00:04+01:00","log_level":"Critical","event":"gone"})", Shape::json, Level::fatal,
       "gone"},
      {R"({"asctime":"2026-11-20 17:00:04,001","levelname":"ERROR","text":"no"})", Shape::json, Level::error, "no"},
      {R"({"level":50,"time":1795194004000,"msg":"no","err":{"message":"401 from shop"}})", Shape::json, Level::error,
       "no: 401 from shop"},
      {R"({"level":3,"timestamp":1795194004,"short_message":"no"})", Shape::json, Level::error, "no"},
      {R"({"timestamp":"2026-11-20T17:00:04Z","level":"error","error":{"error":{"message":"deep"}}})", Shape::json,
       Level::error, "deep"},
      {R"({"timestamp":"2026-11-20T17:00:04Z","level":"error","errors":[{"message":"first"},{"message":"second"}]})",
       Shape::json, Level::error, "first"},
      // An empty line under Docker wraps nothing, least of all itself.
      {R"({"log":"","stream":"429"})", Shape::json, Level::unknown, R"({"log":"","stream":"429"})", false},
      {R"({"log":"2026-11-20 17:00:04 ERROR inner\n","stream":"stderr","time":"2026-11-20T17:00:04Z"})", Shape::json,
       Level::error, "inner"},
      {R"(2026-11-20T17:00:04Z {"level":"fatal","msg":"gone"})", Shape::json, Level::fatal, "gone"},
      {R"({"kind":"entry","session_id":"x","timestamp":"2026-11-20T17:00:04Z","action":"fetch","result":"error","message":"refused"})",
       Shape::json, Level::error, "refused"},
      {R"({"kind":"item","fetched_at":"2026-11-20T17:00:04Z","sync_status":"failed","error_message":"Unmapped SKU a-1"})",
       Shape::json, Level::error, "Unmapped SKU a-1"},
      {R"({"level":"error","msg":null})", Shape::json, Level::error, R"({"level":"error","msg":null})", false},
      {R"({"level":"error","msg":)", Shape::text, Level::unknown, R"({"level":"error","msg":)", false},
      {R"([1,2])", Shape::text, Level::unknown, "[1,2]", false},
      {R"({})", Shape::json, Level::unknown, "{}", false},
  })));
}

TEST_CASE("logfmt, Airbyte and Singer lines give time, level and message") {
  check(GENERATE(values<Case>({
      {R"(ts=2026-11-20T17:00:04Z level=error msg="no \"stock\"" err="401 from shop")", Shape::logfmt, Level::error,
       "no \"stock\": 401 from shop"},
      {R"(time="2026-11-20T17:00:04Z" level=warning msg=slow)", Shape::logfmt, Level::warning, "slow"},
      {R"(level=info component=fetch)", Shape::logfmt, Level::info, "level=info component=fetch", false},
      {"a=b is no logfmt", Shape::text, Level::unknown, "a=b is no logfmt", false},
      {"2026-11-20 17:00:04 source > request failed", Shape::airbyte, Level::unknown, "request failed"},
      {"2026-11-20 17:00:04 replication-job-42-attempt-0 source > INFO page read", Shape::airbyte, Level::info, "page read"},
      {"replication-job-42-attempt-0 2026-11-20 17:00:04 source > ERROR refused", Shape::airbyte, Level::error, "refused"},
      {"2026-11-20 17:00:04 \x1B[44msource\x1B[0m > 2026-11-20 17:00:04 ERROR request failed", Shape::airbyte, Level::error,
       "request failed"},
      {"2026-11-20 17:00:04 ERROR i.a.w.Foo(bar):110 - sync failed", Shape::airbyte, Level::error, "sync failed"},
      {"2026-11-20 17:00:04 ERROR (/tmp/w/1/0) i.a.w.Foo(bar):110 - {} - refused", Shape::airbyte, Level::error, "refused"},
      {"2026-11-20 17:00:04 \x1B[32mINFO\x1B[m i.a.w.g.DefaultReplicationWorker(lambda$x$6):321 - Records read: 10",
       Shape::airbyte, Level::info, "Records read: 10"},
      {R"({"type":"LOG","log":{"level":"ERROR","message":"refused"}})", Shape::airbyte, Level::error, "refused", false},
      {R"({"type":"TRACE","trace":{"type":"ERROR","emitted_at":1795194004000,"error":{"message":"no access"}}})",
       Shape::airbyte, Level::error, "no access"},
      {R"(2026-11-20 17:00:04 source > {"type":"LOG","log":{"level":"FATAL","message":"refused"}})", Shape::airbyte,
       Level::fatal, "refused"},
      {"time=2026-11-20 17:00:04 name=tap-shopify level=CRITICAL message=401 Client Error: a=b", Shape::singer, Level::fatal,
       "401 Client Error: a=b"},
      {"INFO Starting sync", Shape::singer, Level::info, "Starting sync", false},
      {"CRITICAL 401 Client Error", Shape::singer, Level::fatal, "401 Client Error", false},
      {"tap-shopify | CRITICAL 401 Client Error", Shape::singer, Level::fatal, "401 Client Error", false},
      {"2026-11-20T17:00:04.123Z [info     ] CRITICAL 401 Client Error    cmd_type=elb name=tap-shopify", Shape::singer,
       Level::fatal, "401 Client Error"},
      {"2026-11-20T17:00:04.123Z [error    ] Extraction failed       cmd_type=elb consumer=False", Shape::singer, Level::error,
       "Extraction failed"},
  })));
}

TEST_CASE("a JSON line that is too long or nested too deep is text") {
  const std::string deep = R"({"level":"error","a":)" + std::string(40, '[') + std::string(40, ']') + "}";
  CHECK(view_line(deep).shape == Shape::text);
  const std::string shallow = R"({"level":"error","a":)" + std::string(20, '[') + std::string(20, ']') + "}";
  CHECK(view_line(shallow).shape == Shape::json);
  const std::string tail = R"(","level":"error"})";
  CHECK(view_line(R"({"a":")" + std::string(65536 - 6 - tail.size(), 'x') + tail).level == Level::error);
  CHECK(view_line(R"({"a":")" + std::string(65537 - 6 - tail.size(), 'x') + tail).level == Level::unknown);
  // Far deeper than any stack.
  CHECK(view_line("{\"a\":" + std::string(60000, '[')).shape == Shape::text);
}

TEST_CASE("invalid UTF-8 does not hide a JSON line's level") {
  const auto view = view_line("{\"level\":\"error\",\"msg\":\"caf\xE9\"}");
  CHECK(view.level == Level::error);
  CHECK(view.message == "caf\xEF\xBF\xBD");
}

TEST_CASE("a view of any mutilated line has a message that is not longer than the line's repaired form") {
  const std::string alphabet = "{}[]\"\\:,=|<>- \t\x1B.0123456789TZERRORinfotap-msglevel\xC3\xFF";
  std::mt19937 random(11);
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
  std::uniform_int_distribution<std::size_t> length(0, 60);
  for (int i = 0; i < 20000; ++i) {
    std::string line = i % 3 == 0 ? "2026-11-20 17:00:04 " : i % 3 == 1 ? "{\"level\":\"error\"," : "";
    for (std::size_t n = length(random); n > 0; --n) line += alphabet[letter(random)];
    CAPTURE(line);
    REQUIRE(view_line(line).message.size() <= 3 * line.size());
  }
}

}  // namespace
