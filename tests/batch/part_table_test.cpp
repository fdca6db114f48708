#include "batch/part_table.hpp"
#include "logs/look_back.hpp"

#include <catch2/catch.hpp>

using namespace syncdx;
using namespace syncdx::batch;

namespace {

InputRecord part(std::uint64_t offset, std::uint64_t lines, PartRecord record) {
  record.offset = offset;
  record.whole_session = "log";
  return {.input = "log", .lines = lines, .problems = {}, .part = record};
}

Piece piece_of(std::uint64_t part, std::string session = {}) {
  return {.session = std::move(session), .source = "log", .part = part, .lines = 2};
}

const auto noon = logs::parse_time("2026-11-20T12:00:00Z");
constexpr auto by_known = logs::KeyUse::known;
constexpr logs::HeadCount mostly_keyed{.records = 3, .known = 2, .own = 0};

}  // namespace

TEST_CASE("lines before a part's first key belong to the session that spoke last before the part, over parts without any key") {
  PartTable table;
  table.add(part(200, 2, {.keys = by_known}));  // in no order
  table.add(part(100, 2, {.keys = by_known}));
  table.add(part(0, 5, {.keys = by_known, .head = mostly_keyed, .last_session = "ex-1"}));
  table.put_aside(piece_of(200));
  table.put_aside(piece_of(0));
  const auto settled = table.settle();
  REQUIRE(settled.pieces.size() == 1);
  CHECK(settled.pieces[0].session == "ex-1");
  REQUIRE(settled.records.size() == 1);  // nobody spoke before the log's beginning
  CHECK(settled.records[0].lines_without_session == 2);
}

TEST_CASE("a part's lines are numbered as in the log, however often a part is told of") {
  PartTable table;
  table.add(part(0, 5, {.keys = by_known, .head = mostly_keyed, .last_session = "ex-1"}));
  table.add(part(100, 7, {.keys = by_known, .last_session = "ex-2"}));
  table.add(part(100, 7, {.keys = by_known, .last_session = "ex-2"}));
  table.add(part(200, 7, {.keys = by_known, .last_session = "ex-2"}));
  (void)table.settle();
  auto piece = piece_of(200, "ex-2");
  piece.symptoms.push_back({.samples = {{.line = 3}}});
  piece.unmatched.push_back({.line = {.line = 1}});
  table.complete(piece);
  CHECK(piece.symptoms[0].samples[0].line == 15);
  CHECK(piece.unmatched[0].line.line == 13);
}

TEST_CASE("a line's time is looked for in the parts before, no further than within one log") {
  const auto time_with = [](LastTime before, LastTime between, OpenTime place) {
    PartTable table;
    table.add(part(0, 50, {.keys = by_known, .head = mostly_keyed, .last_session = "ex-1", .last_time = before}));
    table.add(part(100, between.open ? between.back.lines : 50, {.keys = by_known, .last_time = between}));
    table.add(part(200, 9, {.keys = by_known}));
    (void)table.settle();
    auto piece = piece_of(200, "ex-1");
    piece.begin.open = place;
    table.complete(piece);
    CHECK_FALSE(piece.begin.open);
    return piece.begin.known;
  };
  const LastTime dated{.known = noon, .back = {1, 30}};
  const LastTime passed{.known = {}, .back = {2, 60}, .open = true};
  CHECK(time_with(dated, passed, {0, 0}) == noon);
  CHECK(time_with(dated, passed, {logs::look_back_lines - 3, 100}) == noon);
  CHECK_FALSE(time_with(dated, passed, {logs::look_back_lines - 2, 100}));
  CHECK(time_with(dated, passed, {3, logs::look_back_bytes - 90}) == noon);
  CHECK_FALSE(time_with(dated, passed, {3, logs::look_back_bytes - 89}));
  CHECK_FALSE(time_with(dated, {.known = {}, .back = {}, .open = false}, {0, 0}));  // a long part without a time
  CHECK_FALSE(time_with({.known = {}, .back = {1, 10}, .open = true}, passed, {0, 0}));
}

TEST_CASE("a part that was read by other keys than the log is told") {
  PartTable table;
  table.add(part(0, 5, {.keys = by_known, .head = {.records = 9, .known = 1, .own = 0}, .last_session = {}}));
  table.add(part(100, 5, {.keys = by_known, .last_session = "job-1"}));
  table.put_aside(piece_of(0));
  const auto settled = table.settle();
  REQUIRE(settled.records.size() == 1);
  CHECK(settled.records[0].problems.at(0).code == "B010");
  REQUIRE(settled.pieces.size() == 1);
  CHECK(settled.pieces[0].session == "log");
}

TEST_CASE(
    "a part that was read by the caller's keys, though its log has known ones, is told even if it has none of the caller's") {
  for (const bool other_keys : {false, true}) {
    PartTable table;
    table.add(part(0, 5, {.keys = by_known, .head = mostly_keyed, .last_session = "ex-1"}));
    table.add(part(100, 5, {.keys = logs::KeyUse::own, .last_session = {}, .other_keys = other_keys}));
    CHECK(table.settle().records.size() == (other_keys ? 1 : 0));
  }
}

TEST_CASE("of parts without the log's beginning their own keys are taken, and what is missing is told") {
  PartTable table;
  table.add(part(100, 5, {.keys = by_known, .last_session = "ex-1"}));
  table.add(part(200, 5, {.keys = by_known}));
  table.put_aside(piece_of(200));
  const auto settled = table.settle();
  REQUIRE(settled.records.size() == 1);
  CHECK(settled.records[0].problems.at(0).code == "B011");
  CHECK(settled.pieces.at(0).session == "ex-1");
}

TEST_CASE("nothing is carried over a part that is missing or was not read to its end") {
  const auto carried = [](std::uint64_t begin, bool cut) {
    PartTable table;
    auto first =
        part(0, 5, {.end = 100, .keys = by_known, .head = mostly_keyed, .last_session = "ex-1", .last_time = {noon, {1, 30}}});
    first.cut = cut;
    table.add(first);
    table.add(part(begin, 5, {.keys = by_known, .last_session = "ex-2"}));
    auto piece = piece_of(begin);
    piece.begin.open = OpenTime{0, 0};
    table.put_aside(std::move(piece));
    auto settled = table.settle();
    if (settled.pieces.empty()) {
      CHECK(settled.records.at(0).problems.at(0).code == "B011");
      CHECK(settled.records.at(1).lines_without_session == 2);
      return false;
    }
    table.complete(settled.pieces[0]);
    CHECK(settled.pieces[0].begin.known == noon);
    return settled.pieces[0].session == "ex-1";
  };
  CHECK(carried(100, false));
  CHECK_FALSE(carried(100, true));
  CHECK_FALSE(carried(150, false));
}

TEST_CASE("of two different parts at one place the same one counts, in whatever order they come, and it is told") {
  const auto a = part(0, 5, {.keys = by_known, .head = mostly_keyed, .last_session = "ex-1"});
  const auto b = part(0, 7, {.keys = by_known, .head = mostly_keyed, .last_session = "ex-2"});
  const auto settled = [&](const InputRecord& first, const InputRecord& second) {
    PartTable table;
    table.add(first);
    table.add(second);
    table.add(part(100, 2, {.keys = by_known}));
    table.put_aside(piece_of(100));
    return table.settle();
  };
  CHECK(settled(a, b).pieces == settled(b, a).pieces);
  CHECK(settled(a, b).records.at(0).problems.at(0).code == "B011");
  CHECK(settled(a, a).records.empty());
}
