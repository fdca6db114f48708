// Whole diagnoses against the bare scan. 1,000 generated rules and a generated log of 100 MB on disk (SYNCDX_BENCH_MB changes
// that): the rate of Engine::diagnose over the file, and of hs_scan alone, of the same patterns over the same bytes in memory,
// on one thread, in the same run. Prints both rates, their ratio (aim: at least 0.3) and the peak memory after 10 MB and after
// all of it.
#include "syncdx/engine.hpp"

#include <hs.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr int rule_count = 1000;
constexpr std::size_t block_bytes = 1U << 20U;

// A word per number, so that patterns differ in their literals as real ones do.
std::string word(int number) {
  static const std::vector<std::string> parts = {"order", "token", "page",   "quota", "sku",
                                                 "field", "lock",  "cursor", "stock", "batch"};
  return parts[static_cast<std::size_t>(number % 10)] + "_" + parts[static_cast<std::size_t>(number / 10 % 10)] + "_" +
         parts[static_cast<std::size_t>(number / 100 % 10)];
}

std::string pattern(int number) {
  switch (number % 4) {
    case 0:
      return "(?i)\\b" + word(number) + " (?:was )?(?:refused|denied)\\b";
    case 1:
      return "ERR_" + word(number) + "\\b";
    case 2:
      return "(?i)cannot \\w+ " + word(number) + ".{0,20}\\bfailed";
    default:
      return "\"code\": ?\"" + word(number) + "\"";
  }
}

std::string hit(int number) {
  switch (number % 4) {
    case 0:
      return "the " + word(number) + " was refused by the platform";
    case 1:
      return "ERR_" + word(number) + " while saving";
    case 2:
      return "cannot write " + word(number) + ", it failed";
    default:
      return R"({"code":")" + word(number) + R"("})";
  }
}

std::string rules() {
  std::string yaml = "platform: any\nbasis: generated\nissue: {id: trouble, title: Trouble}\nsymptoms:\n";
  std::string causes = "causes:\n";
  for (int i = 0; i < rule_count; ++i) {
    const auto id = std::to_string(i);
    yaml += "  - {id: s" + id + ", title: S, log: {any: ['" + pattern(i) + "']}, examples: ['" + hit(i) +
            "'], counter_examples: [x]}\n";
    causes += "  - {id: c" + id + ", title: C, prior: rare, shows: {s" + id + ": often}, solutions: {wait: often}}\n";
  }
  return yaml + causes + "solutions:\n  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}\n";
}

// Ordinary lines, one in 200 a hit of one of ten rules.
std::string make_log(std::size_t bytes) {
  std::mt19937 random(1);
  std::string log;
  log.reserve(bytes + 200);
  for (unsigned line = 0; log.size() < bytes; ++line) {
    char head[96];
    std::snprintf(head, sizeof head, "2026-11-20 %02u:%02u:%02u,%03u INFO  [orders] ", line / 3'600'000 % 24,
                  line / 60'000 % 60, line / 1000 % 60, line % 1000);
    log += head;
    if (random() % 200 == 0) {
      log += hit(static_cast<int>(random() % 10) * 97);
    } else {
      log += "page " + std::to_string(line % 500) + " fetched: 25 orders, cost " + std::to_string(random() % 900) +
             ", request id " + std::to_string(random()) + "-" + std::to_string(random());
    }
    log += '\n';
  }
  return log;
}

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

long peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

double bare_scan_seconds(const std::string& log) {
  std::vector<std::string> texts;
  std::vector<const char*> expressions;
  std::vector<unsigned> flags(rule_count, HS_FLAG_MULTILINE);
  std::vector<unsigned> ids;
  for (int i = 0; i < rule_count; ++i) texts.push_back(pattern(i));
  for (unsigned i = 0; i < rule_count; ++i) {
    expressions.push_back(texts[i].c_str());
    ids.push_back(i);
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(), rule_count, HS_MODE_BLOCK, nullptr, &database, &error) !=
      HS_SUCCESS) {
    std::fprintf(stderr, "hs_compile_multi: %s\n", error->message);
    std::exit(1);
  }
  hs_scratch_t* scratch = nullptr;
  hs_alloc_scratch(database, &scratch);
  unsigned long reports = 0;
  const auto count = [](unsigned, unsigned long long, unsigned long long, unsigned, void* total) {
    ++*static_cast<unsigned long*>(total);
    return 0;
  };
  const double seconds = seconds_of([&] {
    for (std::size_t at = 0; at < log.size(); at += block_bytes) {
      const auto length = std::min(block_bytes, log.size() - at);
      hs_scan(database, log.data() + at, static_cast<unsigned>(length), 0, scratch, count, &reports);
    }
  });
  std::printf("bare scan reports: %lu\n", reports);
  hs_free_scratch(scratch);
  hs_free_database(database);
  return seconds;
}

}  // namespace

int main() {
  const char* wanted = std::getenv("SYNCDX_BENCH_MB");
  const std::size_t megabytes = wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 100;
  const auto dir = std::filesystem::temp_directory_path() / "syncdx-diagnose-bench";
  std::filesystem::create_directories(dir);
  const auto rule_file = (dir / "rules.yaml").string();
  std::ofstream(rule_file) << rules();
  const auto loaded = syncdx::Engine::load({.rule_paths = {rule_file}});
  if (!loaded) return 1;
  const auto small_path = (dir / "small.log").string();
  const auto path = (dir / "whole.log").string();
  std::ofstream(small_path) << make_log(10'000'000);
  std::ofstream(path) << make_log(megabytes * 1'000'000);

  (void)loaded->value.diagnose({.logs = {small_path}});
  const long small_peak = peak_mib();
  double diagnose = 1e9;
  for (int round = 0; round < 3; ++round) {
    diagnose = std::min(diagnose, seconds_of([&] { (void)loaded->value.diagnose({.logs = {path}}); }));
  }
  const long peak = peak_mib();
  const auto log = make_log(megabytes * 1'000'000);
  double bare = 1e9;
  for (int round = 0; round < 3; ++round) bare = std::min(bare, bare_scan_seconds(log));
  const double size = static_cast<double>(log.size()) / 1e6;
  std::printf("patterns: %zu, log: %.0f MB\n", loaded->value.pattern_count(), size);
  std::printf("diagnose: %.0f MB/s, bare hs_scan: %.0f MB/s, ratio %.2f (aim: at least 0.30)\n", size / diagnose, size / bare,
              bare / diagnose);
  std::printf("peak memory: %ld MiB after 10 MB, %ld MiB after %.0f MB\n", small_peak, peak, size);
  std::filesystem::remove_all(dir);
  return bare / diagnose >= 0.3 ? 0 : 1;
}
