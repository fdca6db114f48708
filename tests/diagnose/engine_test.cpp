#include "syncdx/engine.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>

using syncdx::Case;
using syncdx::Engine;

namespace {

constexpr auto rules_dir = SYNCDX_SOURCE_DIR "/rules";
constexpr auto cache_dir = SYNCDX_BINARY_DIR "/test-cache";
constexpr auto sample_log = SYNCDX_SOURCE_DIR "/tools/sample/shopify_sync.log";

const Engine& engine() {
  static const auto loaded = Engine::load({.rule_paths = {rules_dir}, .cache_dir = cache_dir});
  REQUIRE(loaded);
  return loaded->value;
}

syncdx::Diagnosis diagnose(const Case& question) {
  auto diagnosis = engine().diagnose(question);
  REQUIRE(diagnosis);
  return std::move(*diagnosis);
}

std::string fingerprint(const syncdx::Diagnosis& d) {
  std::string text = d.platform + d.complete_reason + std::to_string(d.unexplained);
  for (const auto& issue : d.issues) text += issue.id + std::to_string(issue.probability);
  for (const auto& cause : d.causes) {
    text += cause.id + std::to_string(cause.posterior_log_odds);
    for (const auto& e : cause.evidence) {
      text += e.finding + std::to_string(e.weight) + std::to_string(e.count);
      for (const auto& where : e.where) text += where.source + std::to_string(where.line) + where.text + where.time;
    }
  }
  for (const auto& step : d.steps) text += step.id + std::to_string(step.probability_of_success);
  for (const auto& error : d.unmatched_errors) text += error.text + std::to_string(error.line);
  return text;
}

}  // namespace

TEST_CASE("the sample's real fault is found, its harmless error is not blamed") {
  const auto diagnosis = diagnose({.logs = {sample_log}});
  CHECK(diagnosis.platform == "shopify");
  CHECK(diagnosis.platform_detected);
  REQUIRE_FALSE(diagnosis.issues.empty());
  CHECK(diagnosis.issues.front().id == "authentication_error");
  CHECK(diagnosis.issues.front().probability > 0.9);
  CHECK(diagnosis.issues[1].probability < 0.5);
  REQUIRE_FALSE(diagnosis.steps.empty());
}

TEST_CASE("the diagnosis is the same for any number of threads and any size of blocks") {
  const auto one = fingerprint(diagnose({.logs = {sample_log}}));
  for (const unsigned threads : {1U, 2U, 8U}) {
    for (const std::size_t block_bytes : {200U, 4096U, 1U << 20U}) {
      CAPTURE(threads, block_bytes);
      CHECK(fingerprint(diagnose({.logs = {sample_log}, .threads = threads, .block_bytes = block_bytes})) == one);
    }
  }
}

TEST_CASE("the weights of a cause and the allowance for misleading texts sum to its posterior odds") {
  const auto diagnosis = diagnose({.logs = {sample_log}});
  for (const auto& cause : diagnosis.causes) {
    if (cause.evidence.empty()) continue;
    const double sum = std::accumulate(cause.evidence.begin(), cause.evidence.end(), cause.prior_log_odds,
                                       [](double total, const auto& e) { return total + e.weight; });
    CHECK(sum + cause.allowance == Approx(cause.posterior_log_odds).margin(1e-9));
    const double odds = std::pow(10.0, cause.posterior_log_odds);
    CHECK(odds / (1 + odds) == Approx(cause.probability).margin(1e-6));
  }
}

TEST_CASE("nothing to see gives no believed issue and says what was not looked at") {
  const auto diagnosis = diagnose({.text = ""});
  for (const auto& issue : diagnosis.issues) CHECK(issue.probability < 0.5);
  CHECK(diagnosis.not_examined.size() >= 2);
  CHECK(diagnosis.unexplained > 0.3);
}

TEST_CASE("damaged, odd and hostile text gives a diagnosis, not a failure") {
  const std::string nul_bytes("ERROR \0\0 HTTP 401 Unauthorized\n", 32);
  for (const std::string& text : {std::string("\xff\xfe\xff garbage \x80\n"), nul_bytes, std::string(3'000'000, 'x'),
                                  std::string("{\"a\":").append(100'000, '['), std::string("\n\n\n\r\n\r")}) {
    const auto diagnosis = diagnose({.text = text});
    for (const auto& cause : diagnosis.causes) CHECK((cause.probability >= 0 && cause.probability <= 1));
  }
}

TEST_CASE("an input that does not exist is an error that names it") {
  const auto diagnosis = engine().diagnose({.logs = {"no/such/file.log"}});
  REQUIRE_FALSE(diagnosis);
  CHECK(diagnosis.error().message.find("no/such/file.log") != std::string::npos);
}

TEST_CASE("the compiled cache gives the same engine, and a damaged one is ignored") {
  const auto dir = std::filesystem::temp_directory_path() / ("syncdx-cache-test-" + std::to_string(std::random_device{}()));
  const syncdx::EngineOptions options{.rule_paths = {SYNCDX_SOURCE_DIR "/tests/fuzz/corpus/rules/whole.yaml"},
                                      .cache_dir = dir.string()};
  const auto fresh = Engine::load(options);
  REQUIRE(fresh);
  CHECK_FALSE(fresh->value.from_cache());
  const auto cached = Engine::load(options);
  REQUIRE(cached);
  CHECK(cached->value.from_cache());
  const auto a = fresh->value.diagnose({.logs = {sample_log}});
  const auto b = cached->value.diagnose({.logs = {sample_log}});
  REQUIRE((a && b));
  CHECK(fingerprint(*a) == fingerprint(*b));

  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (!entry.is_regular_file()) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(entry.file_size() / 2));
    file.write("damage", 6);
  }
  const auto rebuilt = Engine::load(options);
  REQUIRE(rebuilt);
  CHECK_FALSE(rebuilt->value.from_cache());
  std::filesystem::remove_all(dir);
}

TEST_CASE("the product that data is synced into is the platform only where no other is named") {
  const std::string own = "tether sync started\ntether integration int-7\n";
  CHECK(diagnose({.text = own}).platform == "tether");
  CHECK(diagnose({.text = own + "GET https://example.myshopify.com/admin/api/2026-07/orders.json 429\n"}).platform ==
        "shopify");
}

TEST_CASE("while damage is suspected, support comes before anything that writes") {
  const auto diagnosis = diagnose({.text = "our data is corrupted: every order shows up twice, HTTP 429\n"});
  std::vector<std::string> steps;
  for (const auto& step : diagnosis.steps) steps.push_back(step.id);
  REQUIRE(steps.size() > 3);
  CHECK(std::vector(steps.begin(), steps.begin() + 3) ==
        std::vector<std::string>{"stop_automatic_syncs", "document_the_issue", "contact_support_before_recovery"});
  for (const auto* harmful : {"wait_and_retry", "test_connection"}) CHECK(std::ranges::find(steps, harmful) == steps.end());
}

TEST_CASE("the questions that would tell likely causes apart are named with the ids that answer them") {
  const auto open = diagnose({.text = "HTTP 401 Unauthorized\n"}).questions;
  REQUIRE_FALSE(open.empty());
  const auto answered = diagnose({.text = "HTTP 401 Unauthorized\n", .answers = {{open.front().id, true}}});
  CHECK(std::ranges::find(answered.questions, open.front().id, &syncdx::OpenQuestion::id) == answered.questions.end());
  CHECK(answered.notes.empty());
}

TEST_CASE("an answer to an unknown question and a platform without rules are noted") {
  const auto diagnosis = diagnose({.text = "HTTP 500\n", .platform = "nowhere", .answers = {{"no_such_question", true}}});
  std::vector<std::string> codes;
  for (const auto& note : diagnosis.notes) codes.push_back(note.code);
  CHECK(codes == std::vector<std::string>{"D003", "D004"});
}

TEST_CASE("explain knows statuses, codes, texts and ids") {
  const auto first = [](std::string_view query, std::string_view platform) {
    const auto known = engine().explain(query, platform);
    return known.empty() ? std::string("nothing") : known.front().id;
  };
  CHECK(first("429", "") == "http_429");
  CHECK(first("429", "shopify") == "shopify_calls_per_second");
  CHECK(first("http_429", "shopify") == "http_429");
  CHECK(first("401 Unauthorized", "") == "http_401");
  CHECK(first("A1c1", "") == "any.authentication_error.expired_oauth_token");
  const auto server_error = engine().explain("500", "").front();
  CHECK(std::ranges::none_of(server_error.points_to, [](const auto& cause) { return cause.starts_with("data_not_syncing/"); }));
  REQUIRE_FALSE(server_error.steps.empty());
  CHECK_FALSE(server_error.steps.front().instructions.empty());
  CHECK(first("SSS_REQUEST_LIMIT_EXCEEDED", "netsuite") != "nothing");
  CHECK(first("QuotaExceeded", "amazon") != "nothing");
  CHECK(first("rate_limited", "") == "rate_limited");
  CHECK(first("qwertyuiop", "") == "nothing");
}

TEST_CASE("rules made ready for few lines answer alike, and are not kept in the cache") {
  const std::string own_cache = SYNCDX_BINARY_DIR "/few-lines-cache";
  std::filesystem::remove_all(own_cache);
  const auto quick = Engine::load({.rule_paths = {rules_dir}, .cache_dir = own_cache, .workload = syncdx::Workload::few_lines});
  REQUIRE(quick);
  CHECK_FALSE(std::filesystem::exists(own_cache));
  const Case question{.logs = {sample_log}};
  const auto expected = diagnose(question);
  const auto found = quick->value.diagnose(question);
  REQUIRE(found);
  REQUIRE(found->causes.size() == expected.causes.size());
  for (std::size_t i = 0; i < expected.causes.size(); ++i) {
    CHECK(found->causes[i].id == expected.causes[i].id);
    CHECK(found->causes[i].probability == expected.causes[i].probability);
    CHECK(found->causes[i].evidence.size() == expected.causes[i].evidence.size());
  }
}
