#include "batch/time_cells.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

using namespace syncdx::batch;

namespace {

constexpr std::int64_t night = 1795204800;  // 2026-11-20T20:00:00Z
constexpr std::int64_t an_hour = 3600;
constexpr std::int64_t a_day = 86400;

struct Begun {
  std::int64_t second = 0;
  std::string entity = "orders";
};

TimeCells cells_of(const std::vector<Begun>& sessions, CellLimits limits = {}) {
  TimeCells cells(limits);
  for (const auto& session : sessions)
    cells.add({.begin = session.second, .platform = "shopify", .entity = session.entity, .cause = {}, .outcome = {}});
  return cells;
}

std::vector<Begun> every(std::int64_t step, std::size_t times) {
  std::vector<Begun> sessions;
  for (std::size_t i = 0; i < times; ++i) sessions.push_back({night + static_cast<std::int64_t>(i) * step});
  return sessions;
}

using Shown = std::vector<std::tuple<std::int64_t, std::string, std::uint64_t>>;

// The cells by name, in an order that their numbers do not change.
Shown shown_cells(const TimeCells& cells) {
  Shown shown;
  for (const auto& [key, sessions] : cells.counts()) shown.emplace_back(key.begin, cells.name(key.entity), sessions);
  std::ranges::sort(shown);
  return shown;
}

}  // namespace

TEST_CASE("the stretches of an axis fit how long the sessions spread") {
  struct Case {
    std::int64_t step;
    std::size_t times;
    BucketWidth width;
    std::string first;
    std::size_t columns;
  };
  const std::vector<Case> cases{{60, 1, BucketWidth::minute, "2026-11-20T20:00:00Z", 1},
                                {60, 45, BucketWidth::minute, "2026-11-20T20:00:00Z", 45},
                                {600, 20, BucketWidth::five_minutes, "2026-11-20T20:00:00Z", 39},
                                {1800, 20, BucketWidth::quarter_hour, "2026-11-20T20:00:00Z", 39},
                                {an_hour, 40, BucketWidth::hour, "2026-11-20T20:00:00Z", 40},
                                {an_hour, 240, BucketWidth::six_hours, "2026-11-20T18:00:00Z", 41},
                                {a_day, 50, BucketWidth::day, "2026-11-20", 50},
                                {a_day, 300, BucketWidth::week, "2026-11-16", 44},
                                {30 * a_day, 40, BucketWidth::month, "2026-11-01", 40},
                                {365 * a_day, 40, BucketWidth::year, "2026-01-01", 40}};
  for (const auto& [step, times, width, first, columns] : cases) {
    const auto axis = axis_over(cells_of(every(step, times)));
    INFO(name_of(width));
    CHECK(axis.width == width);
    REQUIRE(axis.begins.size() == columns);
    CHECK(print_begin(axis.begins.front(), axis.width) == first);
  }
}

TEST_CASE("few sessions with a wrong clock do not widen the axis") {
  for (const std::int64_t wrong : {std::int64_t{5}, std::int64_t{946684800}, std::int64_t{159'557'000'000}}) {
    auto sessions = every(600, 30);
    sessions.push_back({wrong});
    const auto axis = axis_over(cells_of(sessions));
    CHECK(axis.width == BucketWidth::five_minutes);
    CHECK(axis.begins.size() == 59);
  }
  auto both = every(600, 30);
  both.push_back({5});
  both.push_back({159'557'000'000});  // the year 7026
  CHECK(axis_over(cells_of(both)).width == BucketWidth::five_minutes);
}

TEST_CASE("two times that may both be right are both on the axis, however far apart") {
  CHECK(axis_over(cells_of({{5}, {night}})).width == BucketWidth::year);
  auto two_years = every(10 * a_day, 40);
  for (auto& session : every(10 * a_day, 30)) two_years.push_back({session.second - 800 * a_day});
  const auto axis = axis_over(cells_of(two_years));
  CHECK(axis.width == BucketWidth::month);
  CHECK(axis.begins.front() < night - 700 * a_day);
}

TEST_CASE("an axis has a bounded number of columns, whatever the clocks say") {
  std::vector<Begun> sessions;
  for (std::int64_t i = 0; i < 100; ++i) sessions.push_back({i * 2'500'000'000});
  CHECK(axis_over(cells_of(sessions)).begins.size() <= 2400);
}

TEST_CASE("sessions without a time make no axis") {
  const auto cells = cells_of({{TimeCells::undated}, {TimeCells::undated}});
  CHECK(axis_over(cells).begins.empty());
  REQUIRE(cells.counts().size() == 1);
  CHECK(cells.counts().begin()->second == 2);
}

TEST_CASE("cells stay within their limit, lose no session, and do not depend on the sessions' order") {
  std::vector<Begun> sessions;
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i)
    sessions.push_back({night + static_cast<std::int64_t>(random() % (3 * a_day)), fmt::format("entity {}", random() % 5)});
  sessions.push_back({TimeCells::undated});
  const CellLimits limits{.within_days = 400, .days = 500};
  const auto cells = cells_of(sessions, limits);
  CHECK(cells.width() == BucketWidth::hour);
  CHECK(cells.counts().size() <= 400);
  std::uint64_t all = 0;
  for (const auto& [key, count] : cells.counts()) all += count;
  CHECK(all == sessions.size());
  for (int turn = 0; turn < 5; ++turn) {
    std::ranges::shuffle(sessions, random);
    const auto others = cells_of(sessions, limits);
    CHECK(others.width() == cells.width());
    CHECK(shown_cells(others) == shown_cells(cells));
  }
}

TEST_CASE("a million entities end under one name") {
  std::vector<Begun> sessions;
  for (std::int64_t i = 0; i < 2000; ++i) sessions.push_back({night + i * 7, fmt::format("entity {}", i)});
  const auto cells = cells_of(sessions, {.within_days = 100, .days = 200});
  CHECK(cells.counts().size() < 210);
  std::uint64_t all = 0;
  for (const auto& [key, count] : cells.counts()) all += count;
  CHECK(all == sessions.size());
}
