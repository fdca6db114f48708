// generate_logs: sync logs with known truth, for tests and benchmarks. Not installed.
#include "stream.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

namespace {

using syncdx::generate::Format;
using syncdx::generate::Platform;
using syncdx::generate::Session;
using syncdx::generate::Settings;
using syncdx::generate::Stream;

constexpr std::size_t chunk_bytes = 1U << 20U;
constexpr int exit_usage = 2;
constexpr int exit_output = 4;

struct Places {
  std::string out;    // folder for one file per session; empty: everything to standard output
  std::string truth;  // file; empty: no truth
};

int cannot_write(std::string_view what) {
  std::cerr << "generate_logs: cannot write " << what << ": " << std::strerror(errno) << "\n";
  return exit_output;
}

bool write_all(std::FILE* file, std::string& bytes) {
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  bytes.clear();
  return written;
}

// The whole stream to standard output.
int write_stream(Stream& stream, std::FILE* truth_file) {
  std::string log;
  std::string truth;
  log.reserve(chunk_bytes * 2);
  while (stream.next(log, truth) != nullptr) {
    if (log.size() >= chunk_bytes && !write_all(stdout, log)) return cannot_write("standard output");
    if (truth.size() >= chunk_bytes && truth_file != nullptr && !write_all(truth_file, truth)) return cannot_write("the truth");
    if (truth_file == nullptr) truth.clear();
  }
  if (!write_all(stdout, log) || std::fflush(stdout) != 0) return cannot_write("standard output");
  if (truth_file != nullptr && !write_all(truth_file, truth)) return cannot_write("the truth");
  return 0;
}

// One file for each session, named after it; written when the session ends.
int write_files(Stream& stream, std::FILE* truth_file, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::map<std::string, std::string, std::less<>> open;
  std::string line;
  std::string truth;
  while (const Session* session = stream.next(line, truth)) {
    std::string& log = open[session->id()];
    log += line;
    line.clear();
    if (truth.empty()) continue;  // not over yet
    const std::string path = folder / (session->id() + ".log");
    std::ofstream file{path, std::ios::binary};
    if (!(file << log).flush()) return cannot_write(path);
    open.erase(session->id());
    if (truth_file != nullptr && !write_all(truth_file, truth)) return cannot_write("the truth");
    truth.clear();
  }
  return 0;
}

int run(const Settings& settings, const Places& places) {
  std::FILE* truth_file = places.truth.empty() ? nullptr : std::fopen(places.truth.c_str(), "wb");
  if (!places.truth.empty() && truth_file == nullptr) return cannot_write(places.truth);
  Stream stream{settings};
  const int code = places.out.empty() ? write_stream(stream, truth_file) : write_files(stream, truth_file, places.out);
  if (truth_file != nullptr && std::fclose(truth_file) != 0 && code == 0) return cannot_write(places.truth);
  return code;
}

void add_options(CLI::App& app, Settings& settings, Places& places, std::vector<std::string>& kinds) {
  const std::map<std::string, Platform> platforms{
      {"any", Platform::any}, {"shopify", Platform::shopify}, {"amazon", Platform::amazon}, {"netsuite", Platform::netsuite}};
  const std::map<std::string, Format> formats{{"plain", Format::plain},
                                              {"json", Format::json},
                                              {"logfmt", Format::logfmt},
                                              {"airbyte", Format::airbyte},
                                              {"tether", Format::tether}};
  app.add_option("--seed", settings.seed, "Equal seeds and options give equal bytes")->capture_default_str();
  app.add_option("--sessions", settings.sessions, "How many sessions");
  app.add_option("--bytes", settings.bytes, "Open no further session after so many bytes (2GB, 500MB)")
      ->transform(CLI::AsSizeValue(true));
  app.add_option("--open", settings.open, "Sessions open at a time, and integrations")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}))
      ->capture_default_str();
  app.add_option("--lines", settings.lines, "Lines of a session, on average")
      ->check(CLI::Range(20, 1'000'000))
      ->capture_default_str();
  app.add_option("--faulty", settings.faulty, "Share of sessions with a planted fault")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--recovering", settings.recovering, "Share of sessions that survive an error")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--platform", settings.platforms, "Platforms: any, shopify, amazon, netsuite (default: all)")
      ->transform(CLI::CheckedTransformer(platforms))
      ->delimiter(',');
  app.add_option("--format", settings.formats, "Formats: plain, json, logfmt, airbyte, tether (default: all)")
      ->transform(CLI::CheckedTransformer(formats))
      ->delimiter(',');
  app.add_option("--fault", kinds, "Plant only faults of these kinds (--list-faults)")->delimiter(',');
  app.add_option("--start", settings.start, "Time of the first session, seconds since 1970")->capture_default_str();
  app.add_option("--every", settings.every, "Start each integration's sessions every so many seconds (0: one after the other)");
  app.add_option("--out", places.out, "A folder for one file per session; otherwise all goes to standard output, interleaved");
  app.add_option("--truth", places.truth, "A file for the truth: one JSON object per session, in the order in which they end");
}

int list_faults() {
  for (const auto& fault : syncdx::generate::all_faults()) {
    std::cout << fault.kind << "\t" << fault.issue << "/" << fault.cause << "\t";
    for (std::size_t i = 0; i < syncdx::generate::platform_count; ++i) {
      const auto platform = static_cast<Platform>(i);
      const std::size_t count = syncdx::generate::answers_of(fault, platform).size();
      if (count != 0) std::cout << syncdx::generate::name_of(platform) << " " << count << "  ";
    }
    std::cout << "\n";
  }
  return 0;
}

bool choose_faults(const std::vector<std::string>& kinds, Settings& settings) {
  for (const std::string& kind : kinds) {
    const auto faults = syncdx::generate::all_faults();
    const auto found = std::ranges::find(faults, kind, &syncdx::generate::Fault::kind);
    if (found == faults.end()) {
      std::cerr << "generate_logs: unknown fault '" << kind << "'; --list-faults shows them\n";
      return false;
    }
    settings.faults.push_back(&*found);
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) try {
  Settings settings;
  Places places;
  std::vector<std::string> kinds;
  CLI::App app{
      "Writes sync logs with known truth: sessions of several platforms and formats, interleaved, with planted faults,\n"
      "errors that are survived, and lines that only look like errors.",
      "generate_logs"};
  add_options(app, settings, places, kinds);
  bool list = false;
  app.add_flag("--list-faults", list, "Show the kinds of fault with their causes, and stop");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_usage;
  }
  if (list) return list_faults();
  if (settings.sessions == 0 && settings.bytes == 0) {
    std::cerr << "generate_logs: say how much: --sessions N or --bytes N (--help)\n";
    return exit_usage;
  }
  if (!choose_faults(kinds, settings)) return exit_usage;
  return run(settings, places);
} catch (const std::exception& error) {
  std::cerr << "generate_logs: " << error.what() << "\n";
  return exit_output;
}
