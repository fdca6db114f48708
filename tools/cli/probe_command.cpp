#include "commands.hpp"
#include "connecting.hpp"
#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "declare/list_probes.hpp"
#include "net/http.hpp"
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
    const auto most = connect::most_calls(probe);
    const auto cost = most == probe.cost ? fmt::format("{} {}", most, most == 1 ? "call" : "calls")
                                         : fmt::format("{} to {} calls", probe.cost, most);
    text += fmt::format("\n{}: {}\n  {}\n", probe.id, probe.title, probe.purpose);
    text += fmt::format("  endpoint: {}\n", connect::endpoint_of(probe));
    const auto without = probe.anonymous ? "nothing: sent without credentials" : "no right of its own";
    text += fmt::format("  needs: {}\n", probe.needs.empty() ? without : probe.needs);
    text += fmt::format("  cost: {}\n", cost);
    if (!probe.after.empty()) text += fmt::format("  after: {}\n", fmt::join(probe.after, ", "));
    if (!probe.unless_passed.empty()) text += fmt::format("  only if {} does not pass\n", probe.unless_passed);
    if (!probe.uses.empty()) text += fmt::format("  only with account.{}\n", fmt::join(probe.uses, ", account."));
    if (!probe.guide.empty()) text += fmt::format("  guide: {}\n", fmt::join(probe.guide, ", "));
  }
  return text;
}

// Fewer calls are allowed than the probes may need: then it matters which are made.
bool is_tight(const std::vector<Target>& targets, const ProbeChoice& choice) {
  std::size_t cost = 0;
  for (const auto& target : targets) {
    for (const auto& probe : target.connector.probes) cost += probe.cost;
  }
  return cost > choice.budget;
}

// Without a log the doubt is that of the rules' priors.
tl::expected<Reached, ExitCode> reach_by_doubt(const std::vector<Target>& targets, const ProbeOptions& options) {
  const auto engine = load_engine({});
  if (!engine) return tl::unexpected(ExitCode::rules_invalid);
  Reached reached;
  Case question{.platform = platform_of(targets)};
  question.observe = [&](const Doubt& doubt) {
    reached = reach(targets, options.probes, redaction_key(), doubt);
    return std::vector<Observation>{};
  };
  const auto diagnosis = engine->diagnose(question);
  if (diagnosis) return reached;
  complain(diagnosis.error());
  return tl::unexpected(ExitCode::input_unreadable);
}

ExitCode refused(const std::vector<Diagnostic>& problems) {
  complain(problems);
  return ExitCode::input_unreadable;
}

// An address that no call would go to.
std::optional<Diagnostic> wrong_address(const connect::Connection& connection) {
  const auto& url = connection.base_url;
  if (url.empty() || net::is_callable_url(url)) return std::nullopt;
  return Diagnostic{.code = "P005",
                    .message = fmt::format("the base_url '{}' would not be called", url),
                    .where = connection.where,
                    .help = "write https://…; plain http is spoken with this machine only (127.0.0.1)"};
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
    if (!connector) return refused(connector.error());
    return print(options.looks.format == Format::json ? connect::list_json(*connector) : list_of(*connector));
  }
  const auto targets = targets_of({options.connection}, options.probes);
  if (!targets) return refused(targets.error());
  tl::expected<Reached, ExitCode> reached;
  if (is_tight(*targets, options.probes)) {
    reached = reach_by_doubt(*targets, options);
    if (!reached) return reached.error();
  } else {
    reached = reach(*targets, options.probes, redaction_key(), {});
  }
  const auto lost = record(*reached, options.probes);
  if (lost) complain(*lost);
  const auto exit_code = lost ? ExitCode::input_unreadable : ExitCode::ran;
  if (options.looks.format == Format::json) {
    return print(connect::to_json({reached->connection, reached->platform, "", reached->milliseconds, reached->observations}),
                 exit_code);
  }
  return print(table_of(reached->observations), exit_code);
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
      if (auto problem = wrong_address(connection)) problems.push_back(std::move(*problem));
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
