// The limit that a batch is measured against: the patterns of some rules, as they are written, through Hyperscan over a file in
// blocks of 1 MiB, matches counted only: bare_scan PATTERNS_OUT FILE THREADS RULES_DIR…
// Writes the patterns to PATTERNS_OUT, one a line, for other programs. Prints one line of JSON: patterns, refused (by
// Hyperscan), bytes, matches, seconds (of the scan alone: the file is read into memory before).
#include "diagnose/load.hpp"

#include <fmt/format.h>
#include <hs.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t block_bytes = 1U << 20U;

struct Compiled {
  hs_database_t* database = nullptr;
  std::size_t patterns = 0;
  std::size_t refused = 0;
};

Compiled compile(const std::vector<std::string>& patterns) {
  Compiled compiled;
  std::vector<const char*> accepted;
  for (const auto& pattern : patterns) {
    hs_expr_info_t* info = nullptr;
    hs_compile_error_t* error = nullptr;
    if (hs_expression_info(pattern.c_str(), HS_FLAG_MULTILINE, &info, &error) == HS_SUCCESS) {
      accepted.push_back(pattern.c_str());
      std::free(info);
    } else {
      ++compiled.refused;
      hs_free_compile_error(error);
    }
  }
  compiled.patterns = accepted.size();
  const std::vector<unsigned> flags(accepted.size(), HS_FLAG_MULTILINE);
  std::vector<unsigned> ids;
  for (unsigned i = 0; i < accepted.size(); ++i) ids.push_back(i);
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(accepted.data(), flags.data(), ids.data(), static_cast<unsigned>(accepted.size()), HS_MODE_BLOCK,
                       nullptr, &compiled.database, &error) != HS_SUCCESS) {
    fmt::print(stderr, "hs_compile_multi: {}\n", error->message);
    std::exit(1);
  }
  return compiled;
}

int count_match(unsigned /*id*/, unsigned long long /*from*/, unsigned long long /*to*/, unsigned /*flags*/, void* count) {
  ++*static_cast<std::size_t*>(count);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) {
    fmt::print(stderr, "usage: bare_scan PATTERNS_OUT FILE THREADS RULES_DIR...\n");
    return 2;
  }
  const std::vector<std::string> rules(arguments + 4, arguments + count);
  const auto knowledge = syncdx::load_knowledge({.rule_paths = rules, .cache_dir = ""});
  if (!knowledge) {
    fmt::print(stderr, "the rules cannot be read\n");
    return 1;
  }
  const auto& patterns = knowledge->value.plan.table().patterns();
  std::ofstream out(arguments[1]);
  for (const auto& pattern : patterns) out << pattern << '\n';
  std::ifstream file(arguments[2], std::ios::binary);
  std::string text(std::filesystem::file_size(arguments[2]), '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    fmt::print(stderr, "{} cannot be read\n", arguments[2]);
    return 1;
  }
  const auto compiled = compile(patterns);
  const auto threads = static_cast<std::size_t>(std::max(1, std::atoi(arguments[3])));
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> matches{0};
  const auto began = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      hs_scratch_t* scratch = nullptr;
      if (hs_alloc_scratch(compiled.database, &scratch) != HS_SUCCESS) std::exit(1);
      std::size_t found = 0;
      for (std::size_t at = next.fetch_add(block_bytes); at < text.size(); at = next.fetch_add(block_bytes)) {
        const auto length = static_cast<unsigned>(std::min(block_bytes, text.size() - at));
        hs_scan(compiled.database, text.data() + at, length, 0, scratch, count_match, &found);
      }
      matches += found;
      hs_free_scratch(scratch);
    });
  }
  for (auto& worker : workers) worker.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  fmt::print("{{\"patterns\": {}, \"refused\": {}, \"bytes\": {}, \"matches\": {}, \"seconds\": {:.4f}}}\n", compiled.patterns,
             compiled.refused, text.size(), matches.load(), took.count());
  hs_free_database(compiled.database);
  return 0;
}
