#include "commands.hpp"
#include "connecting.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "observe/observation.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace syncdx::cli {
namespace {

std::string shown(const decltype(ObservedFact::value)& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{:.4g}", *number);
  return repair_utf8(std::get<std::string>(value));
}

std::string table_of(const std::vector<Observation>& observations) {
  std::string text;
  for (const auto& observation : observations) {
    if (observation.probe == "overall") continue;
    text += fmt::format("{:<8}{}: {}\n", name_of(observation.outcome), observation.probe, observation.title);
    if (!observation.reason.empty()) text += fmt::format("        {}\n", shorten(observation.reason, 200));
    const auto prefix = "probe." + observation.probe + ".";
    for (const auto& fact : observation.facts) {
      const auto name = fact.name.starts_with(prefix) ? fact.name.substr(prefix.size()) : fact.name;
      if (name == "outcome" || name == "meaning") continue;
      text += fmt::format("          {} = {}\n", name, shown(fact.value));
    }
    if (!observation.message.empty()) text += fmt::format("        {}\n", shorten(observation.message, 300));
  }
  return text;
}

std::string list_of(const connect::Connector& connector) {
  std::string text = fmt::format("Probes of {}: all only read.\n", connector.title);
  for (const auto& probe : connector.probes) {
    text += fmt::format("\n{}  ({} {}, {} {})\n  {}\n", probe.id, probe.graphql.empty() ? probe.method : "POST query",
                        probe.path, probe.cost, probe.cost == 1 ? "call" : "calls", probe.purpose);
    if (!probe.needs.empty()) text += fmt::format("  needs: {}\n", probe.needs);
    if (!probe.after.empty()) text += fmt::format("  after: {}\n", fmt::join(probe.after, ", "));
    if (!probe.guide.empty()) text += fmt::format("  guide: {}\n", fmt::join(probe.guide, ", "));
  }
  return text;
}

ExitCode refused(const std::vector<Diagnostic>& problems) {
  complain(problems);
  return ExitCode::input_unreadable;
}

}  // namespace

ExitCode run(const ProbeOptions& options) {
  if (options.list) {
    // A platform's name does as well, without any file: what could be asked is no secret.
    auto platform = options.connection;
    if (const auto connections = connections_of(options.probes.connections)) {
      const auto found = std::ranges::find(*connections, options.connection, &connect::Connection::name);
      if (found != connections->end()) platform = found->platform;
    }
    const auto connector = connector_of(platform);
    return connector ? print(list_of(*connector)) : refused(connector.error());
  }
  const auto reached = reach(options.connection, options.probes, redaction_key());
  if (!reached) return refused(reached.error());
  if (const auto problem = record(options.connection, *reached, options.probes)) return refused({*problem});
  if (options.looks.format == Format::json) {
    return print(connect::to_json({options.connection, reached->platform, "", reached->milliseconds, reached->observations}));
  }
  return print(table_of(reached->observations));
}

ExitCode run(const CheckConnectionsOptions& options) {
  std::vector<Diagnostic> problems;
  std::size_t count = 0;
  const auto connections = connections_of(options.connections);
  if (!connections) {
    problems = connections.error();
    if (problems.size() == 1 && problems.front().code == "P009") return refused(problems);
  } else {
    for (const auto& connection : *connections) {
      ++count;
      const auto connector = connector_of(connection.platform);
      if (!connector) {
        for (auto problem : connector.error()) {
          if (problem.where.path.empty()) problem.where = connection.where;
          problems.push_back(std::move(problem));
        }
        continue;
      }
      const auto prepared = connect::prepare(connection, *connector);
      if (!prepared) problems.insert(problems.end(), prepared.error().begin(), prepared.error().end());
    }
  }
  const auto exit_code = problems.empty() ? ExitCode::ran : ExitCode::check_failed;
  if (options.looks.format == Format::json) return print(report::problems_json(problems), exit_code);
  std::string text;
  for (const auto& problem : problems) text += repair_utf8(to_text(problem)) + "\n";
  text += problems.empty() ? fmt::format("{} {}, nothing wrong\n", count, count == 1 ? "connection" : "connections")
                           : fmt::format("{} {}\n", problems.size(), problems.size() == 1 ? "problem" : "problems");
  return print(text, exit_code);
}

}  // namespace syncdx::cli
