// The scanner against the bare engine: Scanner::scan over a generated log, and hs_scan alone of the same expressions over the
// same bytes with a callback that only counts. Rates in bytes per second; `ratio` is the scanner's share of the bare rate. Also
// what start-up costs: compiling the program, and taking it from bytes.
#include "match/pattern_form.hpp"
#include "match/program.hpp"

#include <benchmark/benchmark.h>
#include <hs/hs.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace syncdx::match {
namespace {

constexpr std::size_t pattern_count = 1000;
constexpr std::size_t log_bytes = std::size_t{32} << 20;
constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr unsigned lines_per_hit = 50;

// A word of its own for each number, so that patterns differ as real ones do.
std::string word(std::size_t number) {
  static const std::vector<std::string> parts{"order", "token", "page",   "quota", "sku",
                                              "field", "lock",  "cursor", "stock", "batch"};
  return parts[number % 10] + "_" + parts[number / 10 % 10] + "_" + parts[number / 100 % 10];
}

std::vector<std::string> patterns() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < pattern_count; ++i) {
    const auto name = word(i);
    const std::vector<std::string> forms{"(?i)\\b" + name + " (?:was )?(?:refused|denied)\\b", "ERR_" + name + "\\b",
                                         "(?i)cannot \\w+ " + name + ".{0,20}\\bfailed", "\"code\":\\s?\"" + name + "\".*"};
    all.push_back(forms[i % forms.size()]);
  }
  return all;
}

std::string generated_log() {
  std::mt19937 random(20261123);
  std::string text;
  while (text.size() < log_bytes) {
    const auto number = random() % pattern_count;
    text += "2026-11-20T10:15:30.123Z INFO sync-worker-" + std::to_string(random() % 8) + " fetched page " +
            std::to_string(random()) + " of orders, 50 records, cursor " + std::to_string(random());
    if (random() % lines_per_hit == 0)
      text += " the " + word(number) + " was refused, \"code\": \"" + word(number) + "\", request 7c9e6679";
    text += '\n';
  }
  return text;
}

const std::string& log_text() {
  static const std::string text = generated_log();
  return text;
}

// Calls `scan` with blocks of about block_bytes that end at line ends.
template <typename Scan>
void for_each_block(std::string_view text, Scan scan) {
  while (!text.empty()) {
    auto size = std::min(text.size(), block_bytes);
    if (size < text.size()) size = text.find('\n', size - 1) + 1;
    scan(text.substr(0, size));
    text.remove_prefix(size);
  }
}

struct BareEngine {
  BareEngine() {
    AtomReader atoms;
    std::vector<std::string> forms;
    for (const auto& pattern : patterns()) forms.push_back(block_form(pattern, 4096, atoms).value().text);
    std::vector<const char*> texts;
    std::vector<unsigned> ids;
    for (const auto& form : forms) {
      ids.push_back(static_cast<unsigned>(texts.size()));
      texts.push_back(form.c_str());
    }
    const std::vector<unsigned> flags(texts.size(), HS_FLAG_MULTILINE);
    hs_compile_error_t* error = nullptr;
    if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr,
                         &database, &error) != HS_SUCCESS ||
        hs_alloc_scratch(database, &scratch) != HS_SUCCESS) {
      std::abort();
    }
  }
  BareEngine(const BareEngine&) = delete;
  BareEngine& operator=(const BareEngine&) = delete;
  ~BareEngine() {
    hs_free_scratch(scratch);
    hs_free_database(database);
  }

  std::size_t count(std::string_view block) const {
    std::size_t reports = 0;
    const auto add = [](unsigned, unsigned long long, unsigned long long, unsigned, void* sum) {
      ++*static_cast<std::size_t*>(sum);
      return 0;
    };
    hs_scan(database, block.data(), static_cast<unsigned>(block.size()), 0, scratch, add, &reports);
    return reports;
  }

  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
};

double seconds(auto&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void scan_against_bare_engine(benchmark::State& state) {
  const auto program = MatchProgram::compile(patterns()).value();
  Scanner scanner(program);
  const BareEngine bare;
  double ours = 0;
  double theirs = 0;
  std::size_t hits = 0;
  for ([[maybe_unused]] auto step : state) {
    theirs += seconds([&] { for_each_block(log_text(), [&](auto block) { benchmark::DoNotOptimize(bare.count(block)); }); });
    const double time = seconds([&] { for_each_block(log_text(), [&](auto block) { hits += scanner.scan(block).size(); }); });
    ours += time;
    state.SetIterationTime(time);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(log_text().size()) * state.iterations());
  state.counters["ratio"] = theirs / ours;
  state.counters["hits"] = static_cast<double>(hits) / static_cast<double>(state.iterations());
}
BENCHMARK(scan_against_bare_engine)->UseManualTime()->Unit(benchmark::kMillisecond);

void scan_with_portable_engine(benchmark::State& state) {
  const auto program = MatchProgram::compile(patterns(), {.engine = Engine::re2}).value();
  Scanner scanner(program);
  for ([[maybe_unused]] auto step : state) {
    for_each_block(log_text(), [&](auto block) { benchmark::DoNotOptimize(scanner.scan(block).size()); });
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(log_text().size()) * state.iterations());
}
BENCHMARK(scan_with_portable_engine)->Unit(benchmark::kMillisecond)->Iterations(1);

void compile_program(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(MatchProgram::compile(patterns()));
}
BENCHMARK(compile_program)->Unit(benchmark::kMillisecond);

void check_patterns(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state) {
    for (const auto& pattern : patterns()) benchmark::DoNotOptimize(check_pattern(pattern));
  }
}
BENCHMARK(check_patterns)->Unit(benchmark::kMillisecond);

void program_from_bytes(benchmark::State& state) {
  const auto all = patterns();
  const auto bytes = MatchProgram::compile(all).value().to_bytes();
  for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(MatchProgram::from_bytes(all, bytes));
  state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(program_from_bytes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace syncdx::match
