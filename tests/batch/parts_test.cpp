// A log that is cut into parts anywhere between its lines, whose parts are scanned apart, in any order, gives what the whole
// log gives, to the byte.
#include "syncdx/batch.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace syncdx;

namespace {

namespace fs = std::filesystem;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) { return random() % bound; }

struct PartsFolder {
  fs::path path = fs::path(SYNCDX_BINARY_DIR) / "batch-parts-test";
  PartsFolder() { fs::create_directories(path); }
  ~PartsFolder() { fs::remove_all(path); }
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
};

std::string content(const fs::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

enum class Shape { keyed, keyed_late, without_keys, own_key, rarely_keyed };

// Lines with their newlines: several sessions in turns, stack traces and other lines without a time or a key, errors that count
// by time, broken bytes, and carriage returns.
std::vector<std::string> some_log(Random& random, Shape shape, bool long_lines) {
  constexpr std::array texts{"INFO page 3: 50 orders fetched",
                             "INFO sync session started for demo.myshopify.com",
                             "ERROR HTTP 429 Too Many Requests",
                             "WARN retrying in 2 s",
                             "ERROR 401 Unauthorized: Invalid API key or access token",
                             "ERROR the frobnicator of order 55 broke",
                             "INFO sync completed successfully",
                             "ERROR sync failed"};
  constexpr std::array bare{"  at frobnicate (order.js:12)",
                            "Caused by: HTTP 429 Too Many Requests",
                            "  rate limit exceeded, again",
                            "  ERROR the frobnicator \xff\xfe broke",
                            "",
                            "  {\"errors\": \"Exceeded 2 calls per second\"}"};
  std::vector<std::string> lines;
  const auto add_bare = [&](std::size_t most) {
    for (auto n = below(random, most); n > 0; --n) {
      std::string line = bare.at(below(random, bare.size()));
      if (below(random, 40) == 0) line += std::string(below(random, 5000), 'x');
      if (long_lines && lines.size() > 60 && below(random, 40) == 0)
        line += std::string(250'000 + below(random, 30'000), 'x');  // longer than a block
      lines.push_back(line + (below(random, 9) == 0 ? "\r\n" : "\n"));
    }
  };
  if (shape == Shape::keyed_late) {
    for (int i = 0; i < 4; ++i) lines.emplace_back("  starting up\n");
    add_bare(6);
  }
  int second = 0;
  for (auto n = 20 + below(random, 100); n > 0; --n) {
    second += static_cast<int>(below(random, 4));
    const auto time = "2026-11-20T10:" + std::to_string(10 + second / 60 % 50) + ":" + std::to_string(10 + second % 50) + "Z ";
    const std::string text = texts.at(below(random, texts.size()));
    const auto session = std::to_string(below(random, 4));
    const auto head = text.substr(0, text.find(' '));
    const auto rest = text.substr(text.find(' '));
    const bool dated = below(random, 5) > 0;
    std::string line = dated ? time : std::string();
    if (shape == Shape::keyed || shape == Shape::keyed_late) line += head + " [ex-" + session + "]" + rest;
    if (shape == Shape::own_key) line += head + " grp=g" + session + rest;
    if (shape == Shape::without_keys) line += text;
    if (shape == Shape::rarely_keyed) line += below(random, 4) == 0 ? head + " [ex-" + session + "]" + rest : text;
    lines.push_back(line + (below(random, 9) == 0 ? "\r\n" : "\n"));
    if (below(random, 3) == 0) add_bare(30);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  std::string text;
  for (auto i = begin; i < end; ++i) text += lines[i];
  return text;
}

const batch::Callbacks printing{
    .print_session = [](const batch::SessionDiagnosis& session) { return report::session_json(session, batch::Detail::full); },
    .print_summary = [](const batch::BatchSummary& summary) { return report::batch_json(summary); },
    .print_page = [](const batch::BatchSummary& summary) { return report::batch_html(summary); }};

std::vector<std::string> results(const fs::path& folder) {
  return {content(folder / "diagnoses.jsonl"), content(folder / "summary.json"), content(folder / "report.html")};
}

// Where two texts part; empty if they are equal.
std::string difference(const std::string& found, const std::string& expected) {
  const auto at = std::ranges::mismatch(found, expected);
  if (at.in1 == found.end() && at.in2 == expected.end()) return {};
  constexpr std::size_t shown = 200;
  const auto begin = static_cast<std::size_t>(at.in1 - found.begin());
  const auto from = begin - std::min(begin, shown);
  return "found " + found.substr(from, 2 * shown) + "\nexpected " + expected.substr(from, 2 * shown);
}

}  // namespace

TEST_CASE("evidence of parts of a log, cut after any line, merges to the result of the whole log") {
  const PartsFolder folder;
  const auto batch =
      batch::Batch::load({.rule_paths = {SYNCDX_SOURCE_DIR "/rules"}, .cache_dir = SYNCDX_BINARY_DIR "/test-cache"});
  REQUIRE(batch);
  Random random(20261126);
  for (int round = 0; round < 40; ++round) {
    constexpr std::array shapes{Shape::keyed, Shape::keyed_late, Shape::without_keys, Shape::own_key, Shape::rarely_keyed};
    const auto shape = shapes.at(static_cast<std::size_t>(round) % shapes.size());
    const auto lines = some_log(random, shape, round % 4 == 3);
    const auto path = folder.write("whole.log", joined(lines, 0, lines.size()));
    batch::ScanOptions options{.paths = {path}, .session_key = shape == Shape::own_key ? "grp" : "", .mask_key = 7};
    options.one_session = shape == Shape::rarely_keyed;
    const auto detail = round % 8 == 7 ? batch::Detail::full : batch::Detail::slim;
    const batch::MergeOptions whole{.out = (folder.path / "whole").string(), .detail = detail, .mask_key = 7};
    REQUIRE(batch->value.run(options, whole, batch::Start::anew, printing));

    std::vector<std::size_t> cuts{0, lines.size()};
    for (auto n = 1 + below(random, 6); n > 0; --n) cuts.push_back(below(random, lines.size()));
    std::ranges::sort(cuts);
    std::vector<std::string> evidence;
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      const auto text = joined(lines, cuts[i], cuts[i + 1]);
      options.paths = {folder.write("part", text)};
      options.part = batch::LogPart{path, offset};
      options.block_bytes = 64 + below(random, 4000);
      options.max_open_sessions = 1 + below(random, 5);
      offset += text.size();
      REQUIRE(batch->value.scan(options, {}, [&](std::string_view some) {
        while (!some.empty()) {
          const auto end = some.find('\n') + 1;
          evidence.emplace_back(some.substr(0, end));
          some.remove_prefix(end);
        }
        return true;
      }));
    }
    std::ranges::shuffle(evidence, random);
    const auto merged = folder.path / "merged";
    const auto evidence_path = folder.write("evidence", joined(evidence, 0, evidence.size()));
    REQUIRE(batch->value.merge({evidence_path}, {.out = merged.string(), .detail = detail, .mask_key = 7}, printing));
    CAPTURE(round, cuts);
    const auto expected = results(folder.path / "whole");
    const auto found = results(merged);
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(difference(found[i], expected[i]) == "");
  }
}
