#include "batch/piece_json.hpp"
#include "batch/session.hpp"
#include "batch/shuffle.hpp"
#include "logs/session_key.hpp"

#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace syncdx;
using namespace syncdx::batch;

namespace {

constexpr auto yaml = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - id: limited
    title: rate limit
    at_least: 2
    within_seconds: 60
    log: {any: ['(?i)rate limit']}
    examples: [rate limit hit, rate limit hit]
    counter_examples: [no trouble]
causes:
  - {id: too_fast, title: Too fast, prior: common, shows: {limited: often}, solutions: {wait: often}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

Piece sample_piece() {
  Piece piece{.session = "ex-1",
              .source = "a \"b\"\n.log",
              .offset = 12,
              .lines = 9,
              .bytes = 900,
              .entity = "orders",
              .integration = "int-7"};
  piece.begin.known = logs::parse_time("2026-11-20T10:00:00Z");
  piece.end.open = OpenTime{2, 300};
  piece.part = 4096;
  piece.broken_off = true;
  SymptomTrace trace{.symptom = 0, .lines = 3, .loud = 2, .first = 1, .last = 7, .last_loud = 6, .last_handled = true};
  trace.samples.push_back({1, 14, piece.begin, "rate limit for a@example.com", 0, evidence::SampleForm::raw});
  trace.times.add(1000);
  trace.times.add(1002);
  trace.open_times.push_back({1, 80});
  piece.symptoms.push_back(std::move(trace));
  piece.handled = {2, 6};
  piece.handled_lines = 2;
  piece.unmatched_lines = 1;
  piece.unmatched.push_back({0, ~std::uint64_t{0}, {3, 15, {}, "ERROR \x01 \xff odd", 0, evidence::SampleForm::raw}});
  return piece;
}

}  // namespace

TEST_CASE("a piece written and read is the same piece, and masked") {
  const auto rules = test::rules_from_yaml(yaml);
  const EvidenceForm form{"hash", rules->symptoms.size(), rules->platforms.size()};
  auto piece = sample_piece();
  PieceMask(*rules, 7).apply(piece);
  const auto line = to_line(piece, "hash");
  CHECK(line.find('\n') == std::string::npos);
  CHECK(line.find("a@example.com") == std::string::npos);
  const auto read = read_line(line, form);
  REQUIRE(read);
  CHECK(std::get<Piece>(*read) == piece);
  CHECK(to_line(std::get<Piece>(*read), "hash") == line);
}

TEST_CASE("how an input, or a part of a log, was read is the same when it is written and read") {
  const EvidenceForm form{"hash", 1, 1};
  InputRecord record{.input = "a.log", .bytes = 9, .lines = 2, .cut = true, .problems = {{"L002", "damaged", "get it again"}}};
  for (const auto keys : {logs::KeyUse::none, logs::KeyUse::known, logs::KeyUse::own}) {
    const auto line = to_line(record, "hash");
    const auto read = read_line(line, form);
    REQUIRE(read);
    CHECK(std::get<InputRecord>(*read) == record);
    record.stopped = record.damaged = true;
    record.content = ~std::uint64_t{0};
    record.part = PartRecord{.offset = 4096,
                             .end = 8192,
                             .keys = keys,
                             .head = {.records = 3, .known = 2, .own = 1},
                             .whole_session = "a.log",
                             .last_session = "ex-1",
                             .other_keys = true,
                             .last_time = {.known = logs::parse_time("2026-11-20T10:00:00Z"), .back = {2, 80}, .open = false}};
  }
  auto line = to_line(record, "hash");
  CHECK(read_line(line, form));
  CHECK(read_line(line.replace(line.find("\"own\""), 5, "\"odd\""), form).error().code == "B002");
  record.part->last_time.back.lines = 1000;  // further than any line looks back
  CHECK(read_line(to_line(record, "hash"), form).error().code == "B002");
}

TEST_CASE("any time that a line may show is read back") {
  const EvidenceForm form{"hash", 1, 1};
  for (const auto* text : {"0001-01-01T00:00:00Z", "7026-01-01T00:00:52.7Z", "9999-12-31T23:59:59.999999Z"}) {
    const auto time = logs::parse_time(text);
    if (!time) continue;  // not taken for one
    Piece piece{.session = "a", .source = "b", .lines = 1};
    piece.begin.known = time;
    const auto read = read_line(to_line(piece, "hash"), form);
    REQUIRE(read);
    CHECK(std::get<Piece>(*read) == piece);
  }
  CHECK(logs::parse_time("9999-12-31T23:59:59.999999Z"));
}

TEST_CASE("a session whose name is a secret is masked, yet distinct") {
  const auto rules = test::rules_from_yaml(yaml);
  const PieceMask mask(*rules, 7);
  Piece a{.session = "ann@example.com"};
  Piece b{.session = "bob@example.com"};
  mask.apply(a);
  mask.apply(b);
  CHECK(a.session.find("example.com") == std::string::npos);
  CHECK(a.session != b.session);
}

TEST_CASE("evidence that is damaged, of another version or of other rules is refused") {
  const auto rules = test::rules_from_yaml(yaml);
  const EvidenceForm form{"hash", rules->symptoms.size(), rules->platforms.size()};
  auto piece = sample_piece();
  PieceMask(*rules, 7).apply(piece);
  const auto line = to_line(piece, "hash");
  const auto code = [&](std::string text) {
    const auto read = read_line(text, form);
    return read ? std::string("read") : read.error().code;
  };
  const auto with = [&](std::string_view from, std::string_view to) {
    auto changed = line;
    const auto at = changed.find(from);
    REQUIRE(at != std::string::npos);
    return changed.replace(at, from.size(), to);
  };
  CHECK(code(line) == "read");
  CHECK(code(line.substr(0, line.size() - 2)) == "B002");
  CHECK(code("[]") == "B002");
  CHECK(code(with("\"syncdx_evidence\":1", "\"syncdx_evidence\":2")) == "B003");
  CHECK(code(with("\"hash\"", "\"other\"")) == "B004");
  CHECK(code(with("\"symptom\":0", "\"symptom\":1")) == "B002");
  CHECK(code(with("\"lines\":9", "\"lines\":-9")) == "B002");
  CHECK(code(with("\"last\":7", "\"last\":700")) == "B002");
  CHECK(code(with("\"shift\":0", "\"shift\":900")) == "B002");
  CHECK(code(with("\"handled\":[2,6]", "\"handled\":[6,2]")) == "B002");
}

TEST_CASE("appending is associative") {
  const auto rules = test::rules_from_yaml(yaml);
  const SampleLimits limits(*rules);
  const auto piece = sample_piece();
  auto left = piece;
  append(left, Piece(piece), limits);
  append(left, Piece(piece), limits);
  auto tail = piece;
  append(tail, Piece(piece), limits);
  auto right = piece;
  append(right, std::move(tail), limits);
  CHECK(left == right);
  CHECK(left.symptoms.front().last == 2 * 9 + 7);
  CHECK(left.unmatched.size() == 1);  // one of each kind
}

TEST_CASE("keys are found in the usual formats") {
  const auto keys = logs::SessionKeys::make("").value();
  const auto key = [&](std::string_view line) {
    std::string found;
    return keys.find(line, found) ? found : std::string("-");
  };
  CHECK(key(R"({"kind": "entry", "session_id": "ex-9044", "x": 1})") == "ex-9044");
  CHECK(key("time=2026-11-20T17:01:03Z session_id=ex-1 msg=\"x\"") == "ex-1");
  CHECK(key("2026-11-20 17:01:03,258 INFO [ex-000000042] [fetch] page read") == "ex-000000042");
  CHECK(key("2026-11-20 17:01:03 replication-job-42-attempt-0 source > INFO page") == "replication-job-42-attempt-0");
  CHECK(key(R"({"job_id": 12, "attempt_number": 1})") == "12/1");
  CHECK(key("2026-11-20 17:01:03 INFO [fetch] page read") == "-");
  CHECK(key(R"({"my_session_id": "x"})") == "-");
  CHECK(key("INFO sync {'session_id': 'Q1', 'page': 2}") == "Q1");
  CHECK(key("INFO sync {'session_id': None, 'page': 2}") == "-");
  CHECK(logs::SessionKeys::make("(").error().code == "B001");
  const auto own = logs::SessionKeys::make("run=(\\w+)").value();
  std::string found;
  CHECK(own.find("x run=77 y", found));
  CHECK(found == "77");
  CHECK(key("2026-11-20 17:01:03 destination > /tmp/workspace/42/0/config.json read") == "replication-job-42-attempt-0");
  CHECK(key("2026-11-20 17:01:03 destination > /tmp/workspace/42/2026-11-20/config.json read") == "-");
}

TEST_CASE("a key is found behind a long message") {
  const auto known = logs::SessionKeys::make("").value();
  const auto own = logs::SessionKeys::make("batch_run").value();
  const auto regex = logs::SessionKeys::make("^run=(\\w+)").value();
  std::string found;
  CHECK_FALSE(
      regex.find("INFO " + std::string(4091, 'x') + "run=evil " + std::string(4087, 'x'), found));  // at no line's beginning
  for (const std::size_t length : {100U, 4000U, 4090U, 5000U, 9000U, 100000U}) {
    CAPTURE(length);
    const auto message = "{\"message\": \"" + std::string(length, 'x') + "\", ";
    CHECK(known.find(message + "\"session_id\": \"ex-1\"}", found));
    CHECK(found == "ex-1");
    CHECK(own.find(message + "\"batch_run\": \"b7\"}", found));
    CHECK(found == "b7");
    CHECK_FALSE(known.find("{\"x\": \"" + std::string(length, 'x') + "parent_session_id=7\"}", found));
    CHECK_FALSE(known.find("INFO " + message + "[ex-000000042]", found));  // words at a line's beginning, not in its message
  }
}

TEST_CASE("a line names whose sync it is as a field or in words, or it names nobody") {
  const auto named = std::to_array<std::array<std::string_view, 2>>(
      {{R"({"format": "tether-session-log", "session_id": "ex-1", "integration_id": "int-7"})", "int-7"},
       {"INFO sync session ex-1 started (integration int-9, host a.example, domain products)", "int-9"},
       {R"(level=info msg="sync started" connection_id=0d2c-41 shop=demo)", "0d2c-41"},
       {"sync started for connection 12", "12"},
       {"sync of orders started for store demo.myshopify.com.", "demo.myshopify.com"},
       {"{'event': 'sync started', 'store': 'Main Store'}", "Main Store"},
       {"INFO sync started for account #1000001-sb1, page 1", "1000001-sb1"},
       {"INFO the connection was restored, the store is open", ""},
       {"INFO sync started, connection: keep-alive", ""},
       {"INFO sync started, connection 10.0.0.5 open", ""},
       {"INFO sync started for store 3 of 12", ""},
       {"INFO sync started, reconnection 7 seconds later", ""},
       {"", ""}});
  for (const auto& [line, name] : named) {
    CAPTURE(line);
    CHECK(logs::integration_of(line) == name);
  }
}

TEST_CASE("a source is read by the caller's keys where it has them, else by those known, else as one session") {
  const auto own = logs::SessionKeys::make("run=(\\w+)").value();
  CHECK(own.use_in("INFO begin\nINFO run=7 read\nINFO [ex-1] page\n") == logs::KeyUse::own);
  CHECK(own.use_in("INFO [ex-1] page\n") == logs::KeyUse::known);
  CHECK(own.use_in("INFO page\nINFO page\n") == logs::KeyUse::none);
  const auto known = logs::SessionKeys::make("").value();
  CHECK(known.use_in("INFO [ex-1] page\n  at x\nINFO page\n") == logs::KeyUse::known);
  CHECK(known.use_in("INFO run=7 read\n") == logs::KeyUse::none);
  CHECK(known.use_in("") == logs::KeyUse::none);
}

TEST_CASE("pieces that are the same count once, those that only stand at the same place both count") {
  const auto rules = test::rules_from_yaml(yaml);
  const SampleLimits limits(*rules);
  const auto piece = sample_piece();
  auto other = piece;
  other.lines += 5;
  CHECK(put_together({piece, piece}, limits).piece.lines == piece.lines);
  CHECK(put_together({piece, other}, limits).piece.lines == piece.lines + other.lines);
  auto under_another_key = piece;
  for (auto& unmatched : under_another_key.unmatched) ++unmatched.kind;
  CHECK(put_together({piece, under_another_key}, limits).piece.lines == piece.lines);
  auto earlier = other;
  earlier.begin.known = *piece.begin.known - std::chrono::hours(1);
  CHECK(put_together({piece, earlier}, limits).piece.begin == earlier.begin);
}

TEST_CASE("a sorted file that cannot be read back is an error, not the end") {
  const auto folder = std::filesystem::temp_directory_path() / "syncdx-shuffle-damage-test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  {
    Shuffle shuffle(folder.string(), 1);
    for (int i = 0; i < 4; ++i) REQUIRE(shuffle.add("s" + std::to_string(i), "line"));
    std::filesystem::resize_file(folder / "sorted-1", 11);
    const auto group = shuffle.next();
    REQUIRE_FALSE(group.has_value());
    CHECK(group.error().code == "B005");
  }
  {
    Shuffle shuffle(folder.string(), 1);
    for (int i = 0; i < 4; ++i) REQUIRE(shuffle.add("s" + std::to_string(i), "line"));
    std::filesystem::remove(folder / "sorted-0");
    CHECK_FALSE(shuffle.next().has_value());
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("a shuffle gives the same groups in memory and through files") {
  const auto folder = std::filesystem::temp_directory_path() / "syncdx-shuffle-test";
  std::filesystem::create_directories(folder);
  const auto groups = [&](std::size_t memory) {
    Shuffle shuffle(folder.string(), memory);
    for (int i = 0; i < 500; ++i) REQUIRE(shuffle.add("s" + std::to_string(i * 7 % 90), "line " + std::to_string(i)));
    std::string all;
    for (auto group = shuffle.next(); group && *group; group = shuffle.next()) {
      all += (*group)->session + ":";
      for (const auto& line : (*group)->lines) all += line + ",";
    }
    return all;
  };
  const auto in_memory = groups(1U << 20U);
  CHECK(in_memory.find("s0:") == 0);
  CHECK(groups(300) == in_memory);
  CHECK(groups(1) == in_memory);
  CHECK(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}
