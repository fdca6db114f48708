// A session of a batch is what `diagnose` finds in the session's lines alone.
#include "syncdx/batch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace syncdx;

namespace {

namespace fs = std::filesystem;

// Six sessions, interleaved by `seed`: what a session says depends on its number.
std::vector<std::string> lines_of(int session) {
  const std::string name = "ex-" + std::to_string(session);
  const auto line = [&](int second, const std::string& text) {
    return "2026-11-20 10:0" + std::to_string(session) + ":" + std::to_string(10 + second) + ",000 " +
           text.substr(0, text.find(' ')) + " [" + name + "]" + text.substr(text.find(' ')) + "\n";
  };
  std::vector<std::string> lines{line(0, "INFO sync session started for demo.myshopify.com")};
  for (int page = 1; page < 12; ++page)
    lines.push_back(line(page, "INFO page " + std::to_string(page) + ": 50 orders fetched"));
  if (session % 2 == 0) {
    lines.push_back(line(20, "ERROR 401 Unauthorized: Invalid API key or access token"));
    lines.push_back(line(21, "ERROR sync failed"));
  } else if (session == 1) {
    lines.push_back(line(20, "ERROR HTTP 429 Too Many Requests"));
    lines.push_back(line(21, "WARN working on it"));
    lines.push_back(line(22, "WARN retrying in 2 s"));
    lines.push_back(line(24, "INFO page 13: 50 orders fetched"));
    lines.push_back(line(25, "INFO sync completed successfully"));
  } else {
    lines.push_back(line(20, "WARN error: the frobnicator of order 55 broke"));
    lines.push_back("  at frobnicate (order.js:12)\n");
    lines.push_back(line(25, session == 3 ? "INFO sync ended" : "INFO sync completed successfully"));
  }
  return lines;
}

struct Folder {
  fs::path path = fs::temp_directory_path() / "syncdx-batch-session-test";
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name, std::ios::binary) << text; }
};

constexpr int sessions = 6;

std::string interleaved() {
  std::string mixed;
  std::vector<std::vector<std::string>> rest;
  for (int i = 0; i < sessions; ++i) rest.push_back(lines_of(i));
  for (std::size_t turn = 0, left = 1; left > 0; ++turn) {
    left = 0;
    for (auto& lines : rest) {
      // A line without a key must follow its session's.
      for (std::size_t n = turn % 2 + 1; n > 0 && !lines.empty(); --n) {
        do {
          mixed += lines.front();
          lines.erase(lines.begin());
        } while (!lines.empty() && lines.front().starts_with(' '));
      }
      left += lines.size();
    }
  }
  return mixed;
}

void check_equal(const std::vector<Evidence>& alone, const std::vector<Evidence>& in_batch) {
  REQUIRE(in_batch.size() == alone.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    const auto& a = alone[i];
    const auto& b = in_batch[i];
    CHECK(a.finding == b.finding);
    CHECK(a.state == b.state);
    CHECK(a.recovered == b.recovered);
    CHECK(a.count == b.count);
    CHECK(a.weight == b.weight);
    REQUIRE(a.where.size() == b.where.size());
    for (std::size_t k = 0; k < a.where.size(); ++k) CHECK(a.where[k].text == b.where[k].text);
  }
}

void check_equal(const Diagnosis& alone, const Diagnosis& in_batch) {
  CHECK(in_batch.platform == alone.platform);
  CHECK(in_batch.complete == alone.complete);
  CHECK(in_batch.unmatched_error_count == alone.unmatched_error_count);
  REQUIRE(in_batch.causes.size() == alone.causes.size());
  for (std::size_t i = 0; i < alone.causes.size(); ++i) {
    CHECK(in_batch.causes[i].id == alone.causes[i].id);
    CHECK(in_batch.causes[i].probability == alone.causes[i].probability);
    check_equal(alone.causes[i].evidence, in_batch.causes[i].evidence);
  }
  REQUIRE(in_batch.checkup.size() == alone.checkup.size());
  for (std::size_t i = 0; i < alone.checkup.size(); ++i) {
    check_equal(alone.checkup[i].findings, in_batch.checkup[i].findings);
  }
}

}  // namespace

TEST_CASE("a session among others is diagnosed as if its lines stood alone, whatever the threads, blocks and open sessions") {
  const Folder folder;
  folder.write("mixed.log", interleaved());
  const EngineOptions rules{.rule_paths = {SYNCDX_SOURCE_DIR "/rules"}, .cache_dir = SYNCDX_BINARY_DIR "/test-cache"};
  const auto engine = Engine::load(rules);
  const auto batch = batch::Batch::load(rules);
  REQUIRE(engine);
  REQUIRE(batch);
  std::map<std::string, Diagnosis> alone;
  for (int i = 0; i < sessions; ++i) {
    std::string text;
    for (const auto& line : lines_of(i)) text += line;
    alone.emplace("ex-" + std::to_string(i), engine->value.diagnose({.text = text}).value());
  }
  for (const auto& [threads, block_bytes, most_open] :
       {std::tuple(1U, std::size_t{1} << 20U, std::size_t{100}), std::tuple(3U, std::size_t{200}, std::size_t{2})}) {
    CAPTURE(threads, block_bytes, most_open);
    std::size_t seen = 0;
    const batch::Callbacks callbacks{.print_session = [&](const batch::SessionDiagnosis& session) {
      ++seen;
      check_equal(alone.at(session.diagnosis.session), session.diagnosis);
      return std::string("{}");
    }};
    const auto summary =
        batch->value.run({.paths = {(folder.path / "mixed.log").string()},
                          .threads = threads,
                          .block_bytes = block_bytes,
                          .max_open_sessions = most_open},
                         {.out = (folder.path / "out").string(), .detail = batch::Detail::full}, batch::Start::anew, callbacks);
    REQUIRE(summary);
    CHECK(seen == sessions);
    CHECK(summary->sessions == sessions);
    CHECK(summary->outcomes.failed == 3);
    CHECK(summary->outcomes.unexplained == 1);
    CHECK(summary->outcomes.recovered == 2);
  }
}
