#include "evidence/cron.hpp"

#include "logs/line.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <random>
#include <string>

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using syncdx::evidence::Cron;
using syncdx::evidence::CronError;
using syncdx::evidence::CronFault;

sys_seconds at(const std::string& text) {
  const auto time = syncdx::logs::parse_time(text);
  REQUIRE(time);
  return std::chrono::floor<seconds>(*time);
}

std::string show(std::optional<sys_seconds> time) { return time ? syncdx::logs::format_time(*time) : "never"; }

Cron parse(const std::string& expression) {
  auto parsed = Cron::parse(expression);
  INFO(expression);
  REQUIRE(std::holds_alternative<Cron>(parsed));
  return std::get<Cron>(parsed);
}

}  // namespace

TEST_CASE("an expression fires next and before where its fields say") {
  struct Row {
    std::string cron, now, next, previous;
  };
  const Row row = GENERATE(values<Row>({
      {"0 0 0 * * *", "2026-11-20T19:40:00Z", "2026-11-21T00:00:00Z", "2026-11-20T00:00:00Z"},
      {"0 0 */6 * * *", "2026-11-20T19:40:00Z", "2026-11-21T00:00:00Z", "2026-11-20T18:00:00Z"},
      {"0 */6 * * * *", "2026-11-20T19:40:00Z", "2026-11-20T19:42:00Z", "2026-11-20T19:36:00Z"},
      {"15 30 8-10 * * MON-FRI", "2026-11-21T09:00:00Z", "2026-11-23T08:30:15Z", "2026-11-20T10:30:15Z"},
      {"0 0 12 1 jan ?", "2026-11-21T09:00:00Z", "2027-01-01T12:00:00Z", "2026-01-01T12:00:00Z"},
      {"0 0 0 29 2 *", "2026-11-21T09:00:00Z", "2028-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
      {"0 0 0 31 2 *", "2026-11-21T09:00:00Z", "never", "never"},
      {"0 0 0 13 * 5", "2026-11-21T09:00:00Z", "2026-11-27T00:00:00Z", "2026-11-20T00:00:00Z"},
      {"0 5/20 * * * 7", "2026-11-22T00:00:00Z", "2026-11-22T00:05:00Z", "2026-11-15T23:45:00Z"},
      {"59 59 23 * * *", "2026-11-20T23:59:59Z", "2026-11-21T23:59:59Z", "2026-11-20T23:59:59Z"},
  }));
  INFO(row.cron);
  CHECK(show(parse(row.cron).next(at(row.now))) == row.next);
  CHECK(show(parse(row.cron).previous(at(row.now))) == row.previous);
}

TEST_CASE("a wrong expression says what is wrong with it") {
  const auto [cron, fault] = GENERATE(table<std::string, CronFault>({
      {"0 */6 * * *", CronFault::field_count},
      {"", CronFault::field_count},
      {"0 0 0 * * * 2026", CronFault::field_count},
      {"60 0 0 * * *", CronFault::syntax},
      {"0 0 24 * * *", CronFault::syntax},
      {"0 0 0 0 * *", CronFault::syntax},
      {"0 0 10-8 * * *", CronFault::syntax},
      {"0 0 */0 * * *", CronFault::syntax},
      {"0 0 ,1 * * *", CronFault::syntax},
      {"0 0 -1 * * *", CronFault::syntax},
      {"0 0 99999999999 * * *", CronFault::syntax},
      {"0 0 0 L * *", CronFault::not_supported},
      {"0 0 0 * * MON#1", CronFault::not_supported},
      {"@daily", CronFault::not_supported},
  }));
  const auto parsed = Cron::parse(cron);
  INFO(cron);
  REQUIRE(std::holds_alternative<CronError>(parsed));
  CHECK(std::get<CronError>(parsed).fault == fault);
  CHECK_FALSE(std::get<CronError>(parsed).message.empty());
}

TEST_CASE("the number of runs a day and the longest gap follow from the fields") {
  const auto [cron, runs, gap] = GENERATE(table<std::string, double, long>({
      {"0 0 0 * * *", 1, 86400},
      {"0 0 */6 * * *", 4, 6 * 3600},
      {"0 */6 * * * *", 240, 360},
      {"0 0 9,17 * * *", 2, 16 * 3600},
      {"* * * * * *", 86400, 1},
      {"0 0 9 * * MON", 1.0 / 7, 7 * 86400},
  }));
  INFO(cron);
  CHECK(parse(cron).runs_per_day() == Approx(runs).epsilon(0.01));
  REQUIRE(parse(cron).longest_gap());
  CHECK(parse(cron).longest_gap()->count() == gap);
}

TEST_CASE("an expression that never fires has no gap and no runs") {
  CHECK(parse("0 0 0 30 2 *").runs_per_day() == 0);
  CHECK_FALSE(parse("0 0 0 30 2 *").longest_gap());
}

TEST_CASE("next and previous agree with trying every second") {
  std::mt19937 random(20261123);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  for (int round = 0; round < 60; ++round) {
    const auto second = fmt::format("{}", pick(0, 59));
    const auto minute = fmt::format("{}/{}", pick(0, 59), pick(1, 30));
    const auto hour = pick(0, 1) == 0 ? std::string("*") : fmt::format("{},{}", pick(0, 23), pick(0, 23));
    const auto cron = parse(second + " " + minute + " " + hour + " * * *");
    const auto step = std::stoi(minute.substr(minute.find('/') + 1));
    const auto first = std::stoi(minute);
    const auto fires = [&](sys_seconds time) {
      const auto of_day = (time - std::chrono::floor<days>(time)).count();
      const long h = of_day / 3600;
      const long m = of_day / 60 % 60;
      const bool hour_fits = hour == "*" || h == std::stoi(hour) || h == std::stoi(hour.substr(hour.find(',') + 1));
      return of_day % 60 == std::stoi(second) && m >= first && (m - first) % step == 0 && hour_fits;
    };
    const auto now = at("2026-11-20T00:00:00Z") + seconds{pick(0, 86399)};
    auto next = now + seconds{1};
    while (!fires(next)) next += seconds{1};
    auto previous = now;
    while (!fires(previous)) previous -= seconds{1};
    INFO(second << ' ' << minute << ' ' << hour << " at " << show(now));
    CHECK(show(cron.next(now)) == show(next));
    CHECK(show(cron.previous(now)) == show(previous));
  }
}
