#include "logs/line.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

namespace {

using syncdx::logs::find_time;
using syncdx::logs::format_time;
using syncdx::logs::parse_time;
using syncdx::logs::TimePoint;

struct Case {
  std::string text;
  std::string time;  // as RFC 3339 in UTC; empty: none
};

std::string shown(const std::optional<TimePoint>& time) { return time ? format_time(*time) : std::string(); }

TEST_CASE("RFC 3339 times, with T or a space, are read in UTC") {
  const Case c = GENERATE(values<Case>({
      {"2026-11-20T17:00:04Z", "2026-11-20T17:00:04Z"},
      {"2026-11-20t17:00:04z", "2026-11-20T17:00:04Z"},
      {"2026-11-20 17:00:04", "2026-11-20T17:00:04Z"},
      {"2026-11-20 17:00:04,123", "2026-11-20T17:00:04Z"},
      {"2026-11-20T17:00:04.123456789Z", "2026-11-20T17:00:04Z"},
      {"2026-11-20T17:00:04+02:00", "2026-11-20T15:00:04Z"},
      {"2026-11-20T17:00:04+0200", "2026-11-20T15:00:04Z"},
      {"2026-11-20T17:00:04-08", "2026-11-21T01:00:04Z"},
      {"2026-12-31T23:59:59-01:00", "2027-01-01T00:59:59Z"},
      {"2027-01-01T00:30:00+01:00", "2026-12-31T23:30:00Z"},
      {"2024-02-29 00:00:00 UTC", "2024-02-29T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
  }));
  CAPTURE(c.text);
  CHECK(shown(parse_time(c.text)) == c.time);
}

TEST_CASE("what is no RFC 3339 time is refused") {
  const std::string text = GENERATE(values<std::string>({"",
                                                         "2026",
                                                         "2026-11-20",
                                                         "2026-13-20T17:00:04Z",
                                                         "2026-00-20T17:00:04Z",
                                                         "2026-02-29T17:00:04Z",
                                                         "2026-11-31T00:00:00Z",
                                                         "2026-11-20T24:00:00Z",
                                                         "2026-11-20T17:60:04Z",
                                                         "2026-11-20T17:00:61Z",
                                                         "2026-11-20T17:00Z",
                                                         "0000-11-20T17:00:04Z",
                                                         "2026-11-20T17:00:04+15:00",
                                                         "2026-11-20T17:00:04Zulu",
                                                         "2026-11-20T17:00:04Z ",
                                                         " 2026-11-20T17:00:04Z",
                                                         "2026-11-20X17:00:04Z",
                                                         "20261120T170004Z",
                                                         "2026/11-20T17:00:04Z",
                                                         "20/Nov/2026:17:00:04 +0000",
                                                         "12026-11-20T17:00:04Z"}));
  CAPTURE(text);
  CHECK_FALSE(parse_time(text).has_value());
}

TEST_CASE("fractions are kept to the microsecond") {
  const auto whole = *parse_time("2026-11-20T17:00:04Z");
  CHECK((*parse_time("2026-11-20T17:00:04.5Z") - whole).count() == 500000);
  CHECK((*parse_time("2026-11-20T17:00:04,123Z") - whole).count() == 123000);
  CHECK((*parse_time("2026-11-20T17:00:04.000001999Z") - whole).count() == 1);
}

TEST_CASE("a line's first timestamp is found") {
  const Case c = GENERATE(values<Case>({
      {"2026-11-20 17:00:04,123 ERROR x", "2026-11-20T17:00:04Z"},
      {"[2026-11-20T17:00:04+01:00] production.ERROR: x", "2026-11-20T16:00:04Z"},
      {"E, [2014-12-11T17:25:01.105121 #3297] ERROR -- : x", "2014-12-11T17:25:01Z"},
      {"2026/11/20 17:00:04 [error] 7#7: upstream", "2026-11-20T17:00:04Z"},
      {R"(10.0.0.7 - - [20/Nov/2026:17:00:04 +0100] "GET / HTTP/1.1" 401)", "2026-11-20T16:00:04Z"},
      {"Date: Fri, 20 Nov 2026 17:00:04 GMT", "2026-11-20T17:00:04Z"},
      {"20261120T170004Z GET /orders", "2026-11-20T17:00:04Z"},
      {"id 4711 at 2026-11-20 17:00:04 -0800 and 2025-01-01 00:00:00", "2026-11-21T01:00:04Z"},
      {"2026-11-20 17:00:04 -1 records left", "2026-11-20T17:00:04Z"},
      {"2026-11-20 17:00:04  -  Zebra", "2026-11-20T17:00:04Z"},
      {R"({"level":"error","ts":1795194004.25,"msg":"x"})", "2026-11-20T17:00:04Z"},
      {R"({"time":1795194004123,"msg":"x"})", "2026-11-20T17:00:04Z"},
      {R"({"type":"RECORD","record":{"data":{"time":"2020-01-01T00:00:00Z"},"emitted_at":1795194004000}})",
       "2026-11-20T17:00:04Z"},
      {R"({"data":{"created_at":"2020-01-01T00:00:00Z"},"timestamp":"2026-11-20T17:00:04Z"})", "2026-11-20T17:00:04Z"},
      {R"({"msg":"a \"ts\":1600000000","@timestamp":"2026-11-20T17:00:04.000Z"})", "2026-11-20T17:00:04Z"},
      {R"({"time":12.5,"start":"2026-11-20T17:00:04Z"})", "2026-11-20T17:00:04Z"},
      {"ts=1795194004.5 level=error msg=x", "2026-11-20T17:00:04Z"},
      {"Nov 20 17:00:04 host app[1]: x", ""},
      {"order 1795194004 failed", ""},
      {"GET /admin/api/2026-07/orders.json 401", ""},
      {"2026-13-20 17:00:04 ERROR x", ""},
      {"", ""},
      {"{", ""},
      {R"({"ts":)", ""},
      {R"({"ts":"\)", ""},
  }));
  CAPTURE(c.text);
  CHECK(shown(find_time(c.text)) == c.time);
}

TEST_CASE("a timestamp behind the first 200 bytes is not looked for") {
  CHECK(find_time(std::string(199, '.') + "2026-11-20T17:00:04Z").has_value());
  CHECK_FALSE(find_time(std::string(200, '.') + "2026-11-20T17:00:04Z").has_value());
}

TEST_CASE("a printed time reads back as the same second") {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> seconds(0, 4102444800);  // 1970 to 2100
  for (int i = 0; i < 2000; ++i) {
    const TimePoint time{std::chrono::seconds{seconds(random)}};
    REQUIRE(parse_time(format_time(time)) == time);
    REQUIRE(find_time("x " + format_time(time) + " y") == time);
  }
}

}  // namespace
