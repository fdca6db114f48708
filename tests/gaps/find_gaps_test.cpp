#include "syncdx/gaps.hpp"
#include "syncdx/report.hpp"

#include <re2/re2.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

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
  CHECK(first.template_text == "cannot map warehouse <*> for token <*>");
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
  auto stub = gaps::rule_stub(found->value.gaps).text;
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
  CHECK(gaps::rule_stub({}).text.empty());
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
                           gaps::rule_stub(found->value.gaps).text}) {
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
  CHECK(gap.template_text.find("zorbling latest order, password=<*> rejected by server test order") != std::string::npos);
  CHECK(RE2::PartialMatch(line, gap.pattern));
}

TEST_CASE("a stub is of the platform of the first kind that has a pattern, and names the kinds that it leaves out") {
  const std::vector<gaps::Gap> kinds{{.id = "gap_a", .platform = "shopify"},
                                     {.id = "gap_b", .platform = "any", .pattern = "\\bfrobnicator\\b"},
                                     {.id = "gap_c", .platform = "amazon", .pattern = "\\bzorbler\\b"},
                                     {.id = "gap_d", .platform = "any", .pattern = "\\bquibbler\\b"}};
  const auto stub = gaps::rule_stub(kinds);
  CHECK(stub.platform == "any");
  CHECK(stub.kinds == 2);
  CHECK(stub.elsewhere == std::map<std::string, std::vector<std::string>>{{"amazon", {"gap_c"}}});
  CHECK(stub.without_pattern == std::vector<std::string>{"gap_a"});
  CHECK(stub.text.find("platform: any") != std::string::npos);
  for (const std::string id : {"gap_b", "gap_d"}) CHECK(stub.text.find("- id: " + id) != std::string::npos);
  for (const std::string id : {"gap_a", "gap_c"}) {
    CHECK(stub.text.find(id) != std::string::npos);
    CHECK(stub.text.find("- id: " + id) == std::string::npos);
  }
}

TEST_CASE("a session key of one's own leaves other sources to theirs, whatever the blocks") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const auto log = [&](const std::string& name, const std::string& before_key, int lines) {
    std::string text;
    for (int line = 0; line < lines; ++line) {
      const auto key = before_key.empty() ? "" : before_key + name + std::to_string(line % 3) + " ";
      text += "2026-05-04T10:00:00Z ERROR " + key + "cannot map warehouse W" + std::to_string(line) + "\n";
    }
    return folder.write(name, text);
  };
  const std::vector<std::string> logs{log("own", "grp=", 3000), log("empty", "", 0), log("known", "run_id=", 3000),
                                      log("none", "", 9)};
  const auto threads = GENERATE(1U, 4U);
  const auto block = GENERATE(std::size_t{64}, std::size_t{50'000}, std::size_t{1} << 20U);
  const auto sessions = [&](const std::string& key) {
    const auto found =
        gaps::find_gaps({.rule_paths = {rules}}, {.logs = logs, .session_key = key, .threads = threads, .block_bytes = block});
    REQUIRE(found);
    std::uint64_t sum = 0;
    for (const auto& gap : found->value.gaps) sum += gap.sessions;
    return sum;
  };
  CHECK(sessions("grp") == 3 + 3 + 1);
  CHECK(sessions("(own\\d)") == 3 + 3 + 1);
  CHECK(sessions("") == 1 + 3 + 1);
  CHECK(sessions("nowhere") == 1 + 3 + 1);
}

TEST_CASE("a few lines that happen to name a session do not make one of their own") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  std::string log;
  for (int line = 0; line < 40; ++line) {
    log += "2026-05-04T10:00:00Z INFO page fetched\n";
    log += "2026-05-04T10:00:00Z ERROR cannot map warehouse W1" +
           std::string(line < 4 ? ", see run_id=" + std::to_string(line) : "") + "\n";
  }
  const auto found = gaps::find_gaps({.rule_paths = {rules}}, {.logs = {folder.write("a.log", log)}});
  REQUIRE(found);
  for (const auto& gap : found->value.gaps) CHECK(gap.sessions == 1);
}

TEST_CASE("one platform's kinds can be asked for") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const auto platforms = folder.write("platforms.yaml", R"(platform: any
basis: made up for this test
platforms:
  - {id: acme, title: Acme, detect: ['\bacme\b'], examples: ["acme answered"]}
)");
  std::string log;
  for (int line = 0; line < 3; ++line) log += "2026-05-04T10:00:00Z ERROR cannot map the warehouse\n";
  log += "2026-05-04T10:00:01Z ERROR ledger of acme was closed by its owner\n";
  const auto path = folder.write("a.log", log);
  const auto find = [&](const std::string& platform) {
    const auto found = gaps::find_gaps({.rule_paths = {rules, platforms}}, {.logs = {path}, .platform = platform, .most = 1});
    REQUIRE(found);
    return found->value;
  };
  CHECK(find("").kinds == 2);
  CHECK(find("").lines == 4);
  const auto acme = find("acme");
  CHECK(acme.kinds == 1);
  CHECK(acme.lines == 1);
  REQUIRE(acme.gaps.size() == 1);
  CHECK(acme.gaps[0].template_text == "ledger of acme was closed by its owner");
  CHECK(acme.log_lines == 4);
  CHECK(report::gaps_text(acme).find("NOT EXPLAINED BY ANY RULE, acme: 1 error line of 4 lines read, of 1 kind") !=
        std::string::npos);
  const auto any = find("any");
  CHECK(any.lines == 3);
  CHECK(any.gaps[0].platform == "any");
  const auto other = gaps::find_gaps({.rule_paths = {rules, platforms}}, {.logs = {path}, .platform = "acne"});
  REQUIRE_FALSE(other);
  CHECK(other.error().front().code == "C007");
  const auto none =
      gaps::find_gaps({.rule_paths = {rules, platforms}}, {.logs = {folder.write("b.log", "INFO x\n")}, .platform = "acme"});
  REQUIRE(none);
  CHECK(report::gaps_text(none->value).find("Every error line of acme is explained.") != std::string::npos);
}

TEST_CASE("words behind what is kept of a long line are not shown: masking did not see them") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  std::string line = "2026-05-04T10:00:00Z ERROR zorble of the ledger";
  for (int number = 1000; number < 1450; ++number) line += " " + std::to_string(number);
  line += " password=correcthorsebattery given";
  const auto found =
      gaps::find_gaps({.rule_paths = {rules}}, {.logs = {folder.write("a.log", line + "\n")}, .redaction_key = 1});
  REQUIRE(found);
  REQUIRE(found->value.gaps.size() == 1);
  INFO(report::gaps_json(found->value));
  CHECK(found->value.gaps[0].template_text.find("zorble of the ledger") == 0);
  CHECK(report::gaps_json(found->value).find("horse") == std::string::npos);
  CHECK(gaps::rule_stub(found->value.gaps).text.find("horse") == std::string::npos);
}

TEST_CASE("an export among the logs is told of") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const auto found = gaps::find_gaps(
      {.rule_paths = {rules}}, {.logs = {folder.write("export.json", R"({"format": "tether-integration", "version": 1})")}});
  REQUIRE(found);
  REQUIRE(found->value.notes.size() == 1);
  CHECK(found->value.notes[0].code == "B007");
}

TEST_CASE("folders and globs are read, each log once, and what a batch wrote is left out") {
  const Folder rules_folder;
  const auto rules = rules_folder.write("rules.yaml", std::string(rules_text));
  const Folder folder;
  for (const std::string name : {"a.log", "b.log", "diagnoses.jsonl", "summary.json"}) {
    (void)folder.write(name, "2026-05-04T10:00:00Z ERROR cannot map the warehouse\n");
  }
  const auto path = std::filesystem::path(folder.write("empty.log", "")).parent_path().string();
  const auto lines = [&](const std::vector<std::string>& logs) {
    const auto found = gaps::find_gaps({.rule_paths = {rules}}, {.logs = logs});
    REQUIRE(found);
    return found->value.lines;
  };
  CHECK(lines({path + "/*.log"}) == 2);
  CHECK(lines({path + "/a.log", path + "/*.log"}) == 2);
  CHECK(lines({path}) == 2);
  REQUIRE_FALSE(gaps::find_gaps({.rule_paths = {rules}}, {.logs = {path, path + "/none*.log"}}));
}

TEST_CASE("one message in several formats is one kind, and its pattern matches it in all of them") {
  const Folder folder;
  const auto rules = folder.write("rules.yaml", std::string(rules_text));
  const std::vector<std::string> lines{
      "2026-05-04 10:00:00,123 ERROR [ex-000000042] [orders] cannot map the warehouse 7",
      "2026-05-04 10:00:00 ERROR cannot map the warehouse 8",
      R"({"level":"ERROR","session_id":"ex-43","logger":"orders","message":"cannot map the warehouse 9"})",
      "2026-05-04 10:00:00 replication-job-42-attempt-0 source > ERROR cannot map the warehouse 1",
      R"(time=2026-05-04T10:00:00Z level=ERROR session_id=ex-44 logger=orders msg="cannot map the warehouse 2")"};
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  text += "2026-05-04 10:00:00 ERROR [orders] cannot map the warehouse of ann\n";
  const auto found = gaps::find_gaps({.rule_paths = {rules}}, {.logs = {folder.write("a.log", text)}});
  REQUIRE(found);
  REQUIRE(found->value.gaps.size() == 2);
  const auto& gap = *std::ranges::max_element(found->value.gaps, {}, &gaps::Gap::lines);
  CHECK(gap.lines == lines.size());
  CHECK(gap.template_text == "cannot map the warehouse <num>");
  for (const auto& line : lines) CHECK(RE2::PartialMatch(line, gap.pattern));
  CHECK_FALSE(RE2::PartialMatch("ERROR cannot map the warehouse of ann", gap.pattern));
}
