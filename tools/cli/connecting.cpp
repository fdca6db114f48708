#include "connecting.hpp"

#include "places.hpp"
#include "terminal.hpp"

#include "base/text.hpp"
#include "logs/input.hpp"
#include "observe/observation.hpp"
#include "run/runner.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace syncdx::cli {
namespace {

std::atomic<bool> interrupted{false};

extern "C" void note_interrupt(int) { interrupted = true; }

// While it lives, Ctrl-C only sets the flag; a second one ends the program as usual.
class InterruptWatch {
 public:
  InterruptWatch() {
    struct sigaction action {};
    action.sa_handler = note_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, &before_);
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch() { sigaction(SIGINT, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

void show(const connect::ProbeEvent& event) {
  if (event.state != connect::ProbeState::ended) return;
  const auto reason = event.reason.empty() ? "" : " (" + shorten(event.reason, 90) + ")";
  std::fputs(
      fmt::format("{:<8}{:<26}{:>7.0f} ms{}\n", name_of(event.outcome), event.probe, event.milliseconds, reason).c_str(),
      stderr);
}

tl::unexpected<std::vector<Diagnostic>> refuse(Diagnostic problem) { return tl::unexpected(std::vector{std::move(problem)}); }

constexpr std::size_t max_connector_bytes = std::size_t{1} << 20U;

}  // namespace

tl::expected<std::vector<connect::Connection>, std::vector<Diagnostic>> connections_of(const std::string& file) {
  const auto path = file.empty() ? default_connections_file() : file;
  auto loaded = connect::load_connections(path);
  if (!loaded) return tl::unexpected(std::move(loaded.error()));
  return std::move(loaded->value);
}

tl::expected<connect::Connector, std::vector<Diagnostic>> connector_of(const std::string& platform) {
  const auto directory = connectors_directory();
  std::vector<std::string> known;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".yaml") known.push_back(entry.path().stem().string());
  }
  std::ranges::sort(known);
  if (std::ranges::find(known, platform) == known.end()) {
    const auto near = nearest_name(platform, known);
    return refuse({.code = "P009",
                   .message = fmt::format("there is no connector for the platform '{}'", platform),
                   .help = near ? fmt::format("did you mean '{}'?", *near) : "a YAML file in " + directory + " makes one"});
  }
  const auto path = (std::filesystem::path(directory) / (platform + ".yaml")).string();
  const auto text = logs::read_document(path, max_connector_bytes);
  if (!text) return refuse(text.error());
  auto connector = connect::read_connector(path, *text);
  if (!connector) return tl::unexpected(std::move(connector.error()));
  return std::move(connector->value);
}

tl::expected<Reached, std::vector<Diagnostic>> reach(const std::string& connection, const ProbeChoice& choice,
                                                     std::uint64_t redaction_key) {
  const auto connections = connections_of(choice.connections);
  if (!connections) return tl::unexpected(connections.error());
  const auto found = std::ranges::find(*connections, connection, &connect::Connection::name);
  if (found == connections->end()) {
    std::vector<std::string> names;
    for (const auto& other : *connections) names.push_back(other.name);
    const auto near = nearest_name(connection, names);
    return refuse({.code = "P009",
                   .message = fmt::format("there is no connection '{}'", connection),
                   .help = near ? fmt::format("did you mean '{}'?", *near) : "see: syncdx connections check"});
  }
  const auto connector = connector_of(found->platform);
  if (!connector) return tl::unexpected(connector.error());
  const auto prepared = connect::prepare(*found, *connector);
  if (!prepared) return tl::unexpected(prepared.error());
  for (const auto& id : choice.only) {
    if (connect::find_probe(*connector, id) != nullptr) continue;
    std::vector<std::string> ids;
    for (const auto& probe : connector->probes) ids.push_back(probe.id);
    const auto near = nearest_name(id, ids);
    return refuse({.code = "P011",
                   .message = fmt::format("{} has no probe '{}'", connector->title, id),
                   .help = near ? fmt::format("did you mean '{}'?", *near) : "see: syncdx probe " + connection + " --list"});
  }
  const InterruptWatch watch;
  const connect::RunOptions options{.only = choice.only,
                                    .budget = choice.budget,
                                    .total_timeout = std::chrono::seconds(choice.seconds),
                                    .redaction_key = redaction_key,
                                    .on_event = show,
                                    .stop = [] { return interrupted.load(); }};
  const auto began = std::chrono::steady_clock::now();
  auto observations = connect::run_probes(*connector, *prepared, options);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  return Reached{connector->platform, std::move(observations), took.count()};
}

std::optional<Diagnostic> record(const std::string& connection, const Reached& reached, const ProbeChoice& choice) {
  if (choice.record.empty()) return std::nullopt;
  const auto now = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(system_time())));
  const auto text = connect::to_json({connection, reached.platform, now, reached.milliseconds, reached.observations});
  const auto beside = choice.record + ".part";
  {
    std::ofstream file(beside, std::ios::binary);
    file << text;
    if (!file.flush())
      return Diagnostic{
          .code = "C004", .message = fmt::format("cannot write '{}'", choice.record), .help = "check path and space"};
  }
  std::error_code error;
  std::filesystem::rename(beside, choice.record, error);
  if (error)
    return Diagnostic{.code = "C004", .message = fmt::format("cannot write '{}'", choice.record), .help = error.message()};
  return std::nullopt;
}

}  // namespace syncdx::cli
