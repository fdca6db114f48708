#include "syncdx/gaps.hpp"
#include "syncdx/report.hpp"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace syncdx;

namespace {

// A folder that goes away with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("gaps_test_" + std::to_string(std::rand()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

constexpr std::string_view rules_text = R"(platform: any
basis: made up for this test
issue: {id: rate_limited, title: Rate limit, summary: Too many calls.}
symptoms:
  - id: log_error
    title: An error line
    role: error
    log: {any: ['\bERROR\b']}
    examples: ["ERROR x"]
    counter_examples: ["INFO x"]
  - id: says_slow_down
    title: Asked to slow down
    log: {any: ['slow down']}
    examples: ["please slow down"]
    counter_examples: ["slowly"]
causes:
  - id: too_fast
    title: Too fast
    explanation: Too many calls.
    prior: common
    shows: {says_slow_down: usually}
    solutions: {wait_a_bit: usually}
solutions:
  - {id: wait_a_bit, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

std::string log_of(int session) {
  const auto n = std::to_string(session);
  std::string log = "2026-05-04T10:00:00Z ERROR please slow down\n";
  log += "2026-05-04T10:00:01Z INFO all is well\n";
  log += "2026-05-04T10:00:02Z ERROR cannot map warehouse W" + n + " for token shpat_0123456789abcdef0123456789abcdef\n";
  if (session == 0) log += "2026-05-04T10:00:03Z ERROR ledger export " + n + " was closed by its owner\n";
  return log;
}

}  // namespace

TEST_CASE("error lines that no rule explains are found, counted, masked and given a pattern") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  std::vector<std::string> logs;
  for (int i = 0; i < 5; ++i) logs.push_back(folder.write("s" + std::to_string(i) + ".log", log_of(i)));
  const auto threads = GENERATE(1U, 2U, 8U);
  const auto block = GENERATE(std::size_t{64}, std::size_t{1} << 20U);
  const auto found =
      gaps::find_gaps({.rule_paths = {rules}}, {.logs = logs, .redaction_key = 1, .threads = threads, .block_bytes = block});
  REQUIRE(found);
  const auto& report = found->value;
  CHECK(report.lines == 6);
  CHECK(report.log_lines == 16);
  REQUIRE(report.gaps.size() == 2);
  const auto& first = report.gaps[0];
  CHECK(first.sessions == 5);
  CHECK(first.lines == 5);
  CHECK(first.template_text == "cannot map warehouse for token");
  CHECK(first.id == "gap_cannot_map_warehouse_for_token");
  CHECK(first.pattern == "\\bcannot map warehouse\\b");
  REQUIRE(first.samples.size() == 3);
  CHECK(first.samples[0].source == logs[0]);
  CHECK(first.samples[0].line == 3);
  CHECK(first.samples[0].time == "2026-05-04T10:00:02Z");
  CHECK(report.gaps[1].sessions == 1);
  const auto json = report::gaps_json(report);
  const auto text = report::gaps_text(report);
  CHECK(json.find("shpat_0123456789") == std::string::npos);
  CHECK(text.find("shpat_0123456789") == std::string::npos);
  CHECK(text.find("5 sessions, 5 lines") != std::string::npos);
}

TEST_CASE("sessions that share a file are told apart by their keys, whatever the blocks") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  std::string log;
  for (int line = 0; line < 40; ++line) {
    const auto key = std::to_string(line % 4);
    log += "2026-05-04T10:00:00Z [ex-" + key + "] INFO page fetched\n";
    // The error itself may have no key, as in a stack trace.
    log += "2026-05-04T10:00:00Z " + (line % 2 == 0 ? "" : "[ex-" + key + "] ") + "ERROR cannot map warehouse W1\n";
  }
  const auto path = folder.write("mixed.log", log);
  const auto block = GENERATE(std::size_t{64}, std::size_t{500}, std::size_t{1} << 20U);
  const auto found = gaps::find_gaps({.rule_paths = {rules}}, {.logs = {path}, .threads = 2, .block_bytes = block});
  REQUIRE(found);
  REQUIRE(found->value.gaps.size() == 1);
  CHECK(found->value.gaps[0].sessions == 4);
  const auto own =
      gaps::find_gaps({.rule_paths = {rules}}, {.logs = {path}, .session_key = "ERROR cannot (map)", .block_bytes = block});
  REQUIRE(own);
  CHECK(own->value.gaps[0].sessions == 1);
  const auto wrong = gaps::find_gaps({.rule_paths = {rules}}, {.logs = {path}, .session_key = "("});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().front().code == "B001");
}

TEST_CASE("a stub is a rule file but for what a person fills in") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const auto log = folder.write("s.log", log_of(0));
  const auto found = gaps::find_gaps({.rule_paths = {rules}}, {.logs = {log}, .redaction_key = 1});
  REQUIRE(found);
  auto stub = gaps::rule_stub(found->value.gaps);
  CHECK(stub.find("FILL IN") != std::string::npos);
  const auto fill = [&stub](std::string_view from, std::string_view to) {
    for (auto at = stub.find(from); at != std::string::npos; at = stub.find(from)) stub.replace(at, from.size(), to);
  };
  fill("FILL_IN_AN_ISSUE", "rate_limited");
  fill("refines:", "issue: {id: other_issue, title: Other, summary: Another one.} #");
  fill("FILL_IN_A_CAUSE", "other_cause");
  fill("contact_support: sometimes", "wait_a_bit: often");
  fill("FILL IN", "something");
  const auto written = folder.write("stub.yaml", stub);
  for (const auto& problem : check_rules({rules, written})) {
    CAPTURE(problem.message, stub);
    CHECK(problem.severity != Severity::error);
  }
  CHECK(gaps::rule_stub({}).empty());
}

TEST_CASE("an input that cannot be read is an error, rules that are wrong are theirs") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const auto missing = gaps::find_gaps({.rule_paths = {rules}}, {.logs = {"no/such/file"}});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().front().code.starts_with("L"));
  const auto broken = folder.write("broken.yaml", "platform: [");
  REQUIRE_FALSE(gaps::find_gaps({.rule_paths = {broken}}, {.logs = {}}));
}

TEST_CASE("what masking takes out of a line is in no template, pattern or id, and the pattern still matches the line") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const std::string line = "2026-05-04T10:00:00Z ERROR zorble of the ledger, password=correcthorsebattery given";
  const auto found =
      gaps::find_gaps({.rule_paths = {rules}}, {.logs = {folder.write("a.log", line + "\n")}, .redaction_key = 1});
  REQUIRE(found);
  REQUIRE(found->value.gaps.size() == 1);
  const auto& gap = found->value.gaps.front();
  CHECK(gap.template_text.find("zorble of the ledger") != std::string::npos);
  CHECK(gap.pattern.find("zorble") != std::string::npos);
  CHECK(RE2::PartialMatch(line, gap.pattern));
  for (const auto& text : {gap.template_text, gap.pattern, gap.id, gap.samples.front().text, report::gaps_json(found->value),
                           gaps::rule_stub(found->value.gaps)}) {
    CHECK(text.find("horse") == std::string::npos);
  }
}

TEST_CASE("a secret is left out of a pattern and a template wherever else its letters stand, and however short it is") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const auto secret = GENERATE(as<std::string>(), "hunter", "test", "order");
  const std::string line =
      "2026-05-04T10:00:00Z ERROR zorbling latest order, password=" + secret + " rejected by server test order";
  const auto found =
      gaps::find_gaps({.rule_paths = {rules}}, {.logs = {folder.write("a.log", line + "\n")}, .redaction_key = 1});
  REQUIRE(found);
  const auto& gap = found->value.gaps.front();
  INFO(gap.template_text << "\n" << gap.pattern);
  CHECK(gap.template_text.find("password " + secret) == std::string::npos);
  CHECK(gap.pattern.find("password=" + secret) == std::string::npos);
  CHECK(gap.template_text.find("zorbling latest order password <*> rejected by server test order") != std::string::npos);
  CHECK(RE2::PartialMatch(line, gap.pattern));
}

TEST_CASE("a stub is of the platform of the first kind that has a pattern") {
  gaps::Gap without{.id = "gap_a", .platform = "any"};
  gaps::Gap with{.id = "gap_b", .platform = "any", .pattern = "\\bfrobnicator\\b"};
  without.platform = "shopify";
  const auto stub = gaps::rule_stub(std::vector{without, with});
  CHECK(stub.find("platform: any") != std::string::npos);
  CHECK(stub.find("gap_b") != std::string::npos);
  CHECK(stub.find("gap_a") == std::string::npos);
}
