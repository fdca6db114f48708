#include "declare.hpp"
#include "values.hpp"

#include <algorithm>
#include <utility>

namespace syncdx::cli {
namespace {

void add_case(CLI::App& command, DiagnoseOptions& options) {
  command
      .add_option("LOG", options.logs,
                  "Logs: text, JSON lines, Airbyte, an HTTP error body, a person's words;\n"
                  "also gzip, zstd, zip or tar; - or nothing: standard input")
      ->type_name("");
  add_platform(command, options.platform, "shopify, amazon, netsuite, …, or any (default: found from the log)");
  command.add_option("--session", options.session, "Export of the sync session (JSON)")->type_name("FILE");
  command.add_option("--integration", options.integration, "Export of the integration's settings (JSON)")->type_name("FILE");
  auto* complete = command.add_flag_callback(
      "--complete", [&options] { options.completeness = Completeness::complete; },
      "The log is whole: what it does not show counts");
  command
      .add_flag_callback(
          "--excerpt", [&options] { options.completeness = Completeness::excerpt; }, "The log is only a part")
      ->excludes(complete);
  add_read_each(command, "--answer", "Answer to a question of the rules; may be repeated", read_answer,
                [&options](const std::pair<std::string, bool>& answer) { options.answers[answer.first] = answer.second; })
      ->type_name("ID=yes|no");
  add_read(command, "--now", "Time of the diagnosis (default: the clock's)", read_time,
           [&options](std::chrono::sys_seconds now) { options.now = now; })
      ->type_name("RFC3339");
}

// What the options say together.
std::optional<Finished> check_diagnose(const DiagnoseOptions& options) {
  if (std::ranges::count(options.logs, "-") > 1) return wrong_usage("standard input (-) can be read only once", "name it once");
  if (!options.probe.empty() && !options.replay.empty()) {
    return wrong_usage("--probe asks the platform, --replay takes what was recorded: choose one", "leave one of them out");
  }
  if (!options.explain.empty() && options.looks.format != Format::text) {
    return wrong_usage("--explain prints text only",
                       "leave --format out; the JSON report holds the same weights under `evidence`");
  }
  return std::nullopt;
}

}  // namespace

void declare_diagnose(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<DiagnoseOptions>();
  auto* command = app.add_subcommand("diagnose", "Find out why a sync failed, and what to do");
  add_case(*command, *options);
  command->add_option("--probe", options->probe, "Ask a connection of the connections file too; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  add_probes(*command, options->probes);
  command->add_option("--replay", options->replay, "What probes saw earlier, kept by --record")->type_name("FILE");
  add_report_format(*command, options->looks);
  add_looks(*command, options->looks);
  command->add_option("--explain", options->explain, "The arithmetic of one cause, weight by weight, not the report")
      ->type_name("CAUSE");
  add_read(*command, "--fail-on", "Exit 1 if the first issue is this probable or more: 0.8 or 80%", read_probability,
           [options](double probability) { options->fail_on = probability; })
      ->type_name("PROB");
  add_threads(*command, options->threads);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx diagnose sync.log\n"
      "  syncdx diagnose --platform shopify --complete sync-2026-05-04.log.gz\n"
      "  syncdx diagnose --session session.json --integration integration.json sync.log\n"
      "  echo 'new orders stopped after we changed the password' | syncdx diagnose\n"
      "  syncdx diagnose --probe acme --record probes.json sync.log\n"
      "  syncdx diagnose --format json sync.log | jq '.causes[0]'\n"
      "  syncdx diagnose --explain expired_oauth_token sync.log\n\n"
      "Exit status: 0 ran, whatever it found; 1 --fail-on applies; 2 wrong usage; 3 rules invalid;\n"
      "4 input unreadable.");
  command->callback([&chosen, options] {
    if (auto wrong = check_diagnose(*options)) {
      chosen = [finished = *wrong] { return run(finished); };
    } else {
      chosen = [options] { return run(*options); };
    }
  });
}

}  // namespace syncdx::cli
