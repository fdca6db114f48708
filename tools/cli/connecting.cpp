#include "connecting.hpp"

#include "interrupt.hpp"
#include "places.hpp"
#include "progress.hpp"
#include "terminal.hpp"

#include "base/text.hpp"
#include "logs/input.hpp"
#include "observe/observation.hpp"
#include "run/runner.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace syncdx::cli {
namespace {

tl::unexpected<std::vector<Diagnostic>> unexpected_problem(Diagnostic problem) {
  return tl::unexpected(std::vector{std::move(problem)});
}

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
    return unexpected_problem(
        {.code = "P009",
         .message = fmt::format("there is no connector for the platform '{}'", platform),
         .help = near ? fmt::format("did you mean '{}'?", *near) : "a YAML file in " + directory + " makes one"});
  }
  const auto path = (std::filesystem::path(directory) / (platform + ".yaml")).string();
  const auto text = logs::read_document(path, max_connector_bytes);
  if (!text) return unexpected_problem(text.error());
  auto connector = connect::read_connector(path, *text);
  if (!connector) return tl::unexpected(std::move(connector.error()));
  return std::move(connector->value);
}

namespace {

tl::expected<Target, std::vector<Diagnostic>> target_of(const std::string& name,
                                                        const std::vector<connect::Connection>& connections) {
  const auto found = std::ranges::find(connections, name, &connect::Connection::name);
  if (found == connections.end()) {
    std::vector<std::string> names;
    for (const auto& other : connections) names.push_back(other.name);
    const auto near = nearest_name(name, names);
    return unexpected_problem({.code = "P009",
                               .message = fmt::format("there is no connection '{}'", name),
                               .help = near ? fmt::format("did you mean '{}'?", *near) : "see: syncdx connections check"});
  }
  auto connector = connector_of(found->platform);
  if (!connector) return tl::unexpected(std::move(connector.error()));
  auto prepared = connect::prepare(*found, *connector);
  if (!prepared) return tl::unexpected(std::move(prepared.error()));
  return Target{std::move(*connector), std::move(*prepared)};
}

// What is wanted must be a probe of one of the targets.
std::vector<Diagnostic> unknown_probes(const std::vector<Target>& targets, const ProbeChoice& choice) {
  std::vector<std::string> ids;
  for (const auto& target : targets) {
    for (const auto& probe : target.connector.probes) ids.push_back(probe.id);
  }
  for (const auto& id : choice.only) {
    if (std::ranges::find(ids, id) != ids.end()) continue;
    const auto near = nearest_name(id, ids);
    return {{.code = "P011",
             .message = fmt::format("there is no probe '{}'", id),
             .help = near ? fmt::format("did you mean '{}'?", *near) : "syncdx probe NAME --list shows them"}};
  }
  return {};
}

std::vector<std::string> wanted_of(const Target& target, const ProbeChoice& choice) {
  std::vector<std::string> ids;
  for (const auto& id : choice.only) {
    if (connect::find_probe(target.connector, id) != nullptr) ids.push_back(id);
  }
  return ids;
}

}  // namespace

tl::expected<std::vector<Target>, std::vector<Diagnostic>> targets_of(const std::vector<std::string>& names,
                                                                      const ProbeChoice& choice) {
  const auto connections = connections_of(choice.connections);
  if (!connections) return tl::unexpected(connections.error());
  std::vector<Target> targets;
  for (const auto& name : names) {
    auto target = target_of(name, *connections);
    if (!target) return tl::unexpected(std::move(target.error()));
    targets.push_back(std::move(*target));
  }
  if (auto problems = unknown_probes(targets, choice); !problems.empty()) return tl::unexpected(std::move(problems));
  return targets;
}

std::string platform_of(const std::vector<Target>& targets) {
  const auto found = std::ranges::find(targets, true, [](const Target& target) { return target.connector.is_platform; });
  return found == targets.end() ? std::string() : found->connector.platform;
}

Reached reach(const std::vector<Target>& targets, const ProbeChoice& choice, std::uint64_t redaction_key, const Doubt& doubt) {
  const InterruptWatch watch;
  const auto proxy = proxy_settings();
  const auto began = std::chrono::steady_clock::now();
  Reached reached{.platform = platform_of(targets)};
  std::size_t calls = 0;
  for (const auto& target : targets) {
    reached.connection += (reached.connection.empty() ? "" : ", ") + target.prepared.name;
    const auto only = wanted_of(target, choice);
    if (!choice.only.empty() && only.empty()) continue;
    ProgressLines progress;
    connect::RunOptions options{.only = only,
                                .budget = choice.budget - std::min(choice.budget, calls),
                                .total_timeout = std::chrono::seconds(choice.seconds),
                                .redaction_key = redaction_key,
                                .on_event = [&progress](const connect::ProbeEvent& event) { progress.show(event); },
                                .stop = interrupted};
    options.proxy = proxy.url;
    options.no_proxy = proxy.exceptions;
    if (doubt) {
      options.worth = [&](const connect::ProbeSpec& probe) { return doubt(connect::told_facts(target.connector, probe)); };
    }
    for (auto& observation : connect::run_probes(target.connector, target.prepared, options)) {
      calls += observation.probe == "overall" ? 0 : observation.calls;
      reached.observations.push_back(std::move(observation));
    }
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  reached.milliseconds = took.count();
  return reached;
}

std::optional<Diagnostic> record(const Reached& reached, const ProbeChoice& choice) {
  if (choice.record.empty()) return std::nullopt;
  const auto now = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(system_time())));
  const auto text = connect::to_json({reached.connection, reached.platform, now, reached.milliseconds, reached.observations});
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
