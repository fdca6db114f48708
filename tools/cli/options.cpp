// CLI11 and its exceptions stay in this file.
#include "options.hpp"

#include "values.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

namespace syncdx::cli {
namespace {

constexpr std::size_t help_column = 30;
constexpr unsigned most_threads = 256;
constexpr std::size_t most_width = 10000;
constexpr std::size_t most_calls = 10000;
constexpr std::size_t most_seconds = 3600;

const std::map<std::string, Format> report_formats{
    {"text", Format::text}, {"json", Format::json}, {"markdown", Format::markdown}};
const std::map<std::string, Format> list_formats{{"text", Format::text}, {"json", Format::json}};
const std::map<std::string, ColourChoice> colour_choices{
    {"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};

// What the parser fills; the chosen subcommand's part becomes the Command.
struct Parsed {
  DiagnoseOptions diagnose;
  ExplainOptions explain;
  CheckRulesOptions check;
  ProbeOptions probe;
  CheckupOptions checkup;
  CheckConnectionsOptions connections;
  std::vector<std::string> words;
  bool no_cache = false;
};

// Reads the option's value with `read` and gives it to `keep`; the error of `read` becomes CLI11's.
template <typename Read, typename Keep>
CLI::Option* add_read(CLI::App& command, const std::string& name, const std::string& help, Read read, Keep keep) {
  const auto take = [read, keep, name](const std::string& text) {
    const auto value = read(text);
    if (!value) throw CLI::ValidationError(name, value.error().message);
    keep(*value);
  };
  return command.add_option_function<std::string>(name, take, help);
}

// The same for an option that may be given several times.
template <typename Read, typename Keep>
CLI::Option* add_read_each(CLI::App& command, const std::string& name, const std::string& help, Read read, Keep keep) {
  const auto take = [read, keep, name](const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
      const auto value = read(text);
      if (!value) throw CLI::ValidationError(name, value.error().message);
      keep(*value);
    }
  };
  return command.add_option_function<std::vector<std::string>>(name, take, help)->allow_extra_args(false);
}

void add_rules(CLI::App& command, RulesChoice& rules, bool& no_cache) {
  command.add_option("--rules", rules.directories, "Rules instead of the installed ones; may be repeated")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_flag("--no-cache", no_cache, "Neither read nor write the cache of compiled rules");
}

void add_format(CLI::App& command, Looks& looks, const std::map<std::string, Format>& formats) {
  std::vector<std::string> names;
  for (const auto& [name, format] : formats) names.push_back(name);
  command
      .add_option_function<std::string>(
          "--format", [&looks, &formats](const std::string& name) { looks.format = formats.at(name); },
          fmt::format("{} (default: text)", fmt::join(names, ", ")))
      ->type_name("FORMAT")
      ->check(CLI::IsMember(names).description(""));
}

void add_looks(CLI::App& command, Looks& looks) {
  command.add_option("--width", looks.width, "Columns of the text, 0: no wrapping (default: the terminal's)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{0}, most_width).description(""));
  command
      .add_option_function<std::string>(
          "--color,--colour", [&looks](const std::string& name) { looks.colour = colour_choices.at(name); },
          "auto (default: on a terminal, unless NO_COLOR is set), always, never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
}

void add_platform(CLI::App& command, std::string& platform, const std::string& help) {
  add_read(command, "--platform", help, read_platform, [&platform](const std::string& id) { platform = id; })->type_name("P");
}

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

void add_connections_file(CLI::App& command, std::string& file) {
  command.add_option("--connections", file, "Connections file (default: ~/.config/syncdx/connections.yaml)")->type_name("FILE");
}

void add_probes(CLI::App& command, ProbeChoice& probes) {
  add_connections_file(command, probes.connections);
  command.add_option("--only", probes.only, "Only these probes, and what they need; parted by commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("P,…");
  command.add_option("--budget", probes.budget, "At most so many calls to the platform (default: 60)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, most_calls).description(""));
  command.add_option("--timeout", probes.seconds, "Seconds for all probes together (default: 120)")
      ->type_name("S")
      ->check(CLI::Range(std::size_t{1}, most_seconds).description(""));
  command.add_option("--record", probes.record, "Keep what the probes saw, without secrets, for --replay")->type_name("FILE");
}

CLI::App* add_probe(CLI::App& app, Parsed& parsed) {
  auto& options = parsed.probe;
  auto* command = app.add_subcommand("probe", "Ask a platform, by read-only calls, what is wrong now");
  command->add_option("NAME", options.connection, "A connection of the connections file")->required()->type_name("");
  command->add_flag("--list", options.list, "Show the probes, what each is for and costs; call nothing");
  add_probes(*command, options.probes);
  add_format(*command, options.looks, list_formats);
  command->footer(
      "Examples:\n"
      "  syncdx probe acme\n"
      "  syncdx probe acme --list\n"
      "  syncdx probe acme --only shopify_scopes --format json\n"
      "  syncdx diagnose --probe acme sync.log\n\n"
      "Exit status: 0 ran, whatever it found; 2 wrong usage; 4 connection unknown or wrong.");
  return command;
}

CLI::App* add_checkup(CLI::App& app, Parsed& parsed) {
  auto& options = parsed.checkup.diagnose;
  auto* command = app.add_subcommand("checkup", "Go through the guide's diagnostic steps, one after another");
  command->add_option("NAME", options.probe, "A connection of the connections file")->required()->type_name("");
  command->add_option("LOG", options.logs, "Logs of the session, if there are any")->type_name("");
  command->add_option("--session", options.session, "Export of the sync sessions (JSON)")->type_name("FILE");
  command->add_option("--integration", options.integration, "Export of the integration's settings (JSON)")->type_name("FILE");
  add_probes(*command, options.probes);
  add_format(*command, options.looks, list_formats);
  add_looks(*command, options.looks);
  add_rules(*command, options.rules, parsed.no_cache);
  command->footer(
      "Examples:\n"
      "  syncdx checkup acme\n"
      "  syncdx checkup acme --integration integration.json --session sessions.json sync.log");
  return command;
}

CLI::App* add_connections_check(CLI::App& app, Parsed& parsed) {
  auto* connections = app.add_subcommand("connections", "Work on the connections file");
  connections->require_subcommand(1);
  auto* check = connections->add_subcommand("check", "Show what is wrong with the connections file; call nothing");
  add_connections_file(*check, parsed.connections.connections);
  add_format(*check, parsed.connections.looks, list_formats);
  check->footer(
      "A connections file:\n"
      "  connections:\n"
      "    acme:\n"
      "      platform: shopify\n"
      "      account: {shop: acme.myshopify.com}\n"
      "      secrets: {access_token: {env: SHOPIFY_TOKEN}}   # or {file: /path/that/only/you/read}\n\n"
      "Exit status: 0 all is well; 1 problems; 4 the file cannot be read.");
  return check;
}

CLI::App* add_diagnose(CLI::App& app, Parsed& parsed) {
  auto& options = parsed.diagnose;
  auto* command = app.add_subcommand("diagnose", "Find out why a sync failed, and what to do");
  add_case(*command, options);
  command->add_option("--probe", options.probe, "Ask the platform too: a connection of the connections file")
      ->type_name("NAME");
  add_probes(*command, options.probes);
  command->add_option("--replay", options.replay, "What probes saw earlier, kept by --record")->type_name("FILE");
  add_format(*command, options.looks, report_formats);
  add_looks(*command, options.looks);
  command->add_option("--explain", options.explain, "The arithmetic of one cause, weight by weight, not the report")
      ->type_name("CAUSE");
  add_read(*command, "--fail-on", "Exit 1 if the first issue is this probable or more: 0.8 or 80%", read_probability,
           [&options](double probability) { options.fail_on = probability; })
      ->type_name("PROB");
  command->add_option("--threads", options.threads, "Threads that scan (default: one per processor)")
      ->type_name("N")
      ->check(CLI::Range(1U, most_threads).description(""));
  add_rules(*command, options.rules, parsed.no_cache);
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
  return command;
}

CLI::App* add_explain(CLI::App& app, Parsed& parsed) {
  auto* command = app.add_subcommand("explain", "Say what an error text, a code or a rule's id means");
  command->add_option("TEXT", parsed.words, "An error message, an HTTP status, a platform's code, a rule's id")
      ->required()
      ->type_name("");
  add_platform(*command, parsed.explain.platform, "Only what holds on this platform");
  add_format(*command, parsed.explain.looks, list_formats);
  add_looks(*command, parsed.explain.looks);
  add_rules(*command, parsed.explain.rules, parsed.no_cache);
  command->footer(
      "Examples:\n"
      "  syncdx explain 429 --platform shopify\n"
      "  syncdx explain SSS_REQUEST_LIMIT_EXCEEDED\n"
      "  syncdx explain 'Exceeded 2 calls per second for api client'");
  return command;
}

CLI::App* add_rules_check(CLI::App& app, Parsed& parsed) {
  auto* rules = app.add_subcommand("rules", "Work on rule files");
  rules->require_subcommand(1);
  auto* check = rules->add_subcommand("check", "Show all problems of all rule files at once");
  check->add_option("DIR", parsed.check.rules.directories, "Directories or files of rules (default: those that diagnose uses)")
      ->type_name("");
  add_format(*check, parsed.check.looks, list_formats);
  check->footer(
      "Examples:\n"
      "  syncdx rules check\n"
      "  syncdx rules check rules/ my-rules/\n\n"
      "Exit status: 0 no errors (there may be warnings); 1 errors.");
  return check;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// The subcommand that the parser had come to.
const CLI::App& innermost(const CLI::App& app) {
  const auto* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

std::string unknown_word(const CLI::App& command, std::string_view word) {
  std::vector<std::string> names = option_names(command);
  for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; })) names.push_back(sub->get_name());
  const auto near = nearest_name(word, names);
  const std::string hint = near ? fmt::format("; did you mean {}?", *near) : "";
  return fmt::format("'{}' is not known here{}", shorten(word, 100), hint);
}

// What CLI11 says as one sentence that names the option; slips of the pen get the nearest name.
std::string describe(const CLI::App& app, const CLI::ParseError& error) {
  const auto extras = app.remaining(true);
  const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
  const bool word_missed = kind == CLI::ExitCodes::ExtrasError || kind == CLI::ExitCodes::RequiredError;
  if (word_missed && !extras.empty()) {
    return unknown_word(innermost(app), repair_utf8(extras.front().substr(0, extras.front().find('='))));
  }
  std::string message = repair_utf8(error.what());
  std::ranges::replace(message, '\n', ' ');
  return message;
}

std::string help_hint(const CLI::App& app) {
  std::string name = app.get_name();
  for (const auto* command = &app; !command->get_subcommands().empty();) {
    command = command->get_subcommands().front();
    name += " " + command->get_name();
  }
  return name + " --help shows what there is";
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

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

Command chosen(CLI::App& app, Parsed& parsed) {
  const auto cache = parsed.no_cache ? CacheUse::off : CacheUse::on;
  if (app.got_subcommand("diagnose")) {
    parsed.diagnose.rules.cache = cache;
    if (auto wrong = check_diagnose(parsed.diagnose)) return *wrong;
    return parsed.diagnose;
  }
  if (app.got_subcommand("probe")) return parsed.probe;
  if (app.got_subcommand("checkup")) {
    parsed.checkup.diagnose.rules.cache = cache;
    return parsed.checkup;
  }
  if (app.got_subcommand("connections")) return parsed.connections;
  if (app.got_subcommand("explain")) {
    parsed.explain.rules.cache = cache;
    parsed.explain.query = joined(parsed.words);
    return parsed.explain;
  }
  return parsed.check;
}

}  // namespace

Finished wrong_usage(std::string message, std::string help) {
  return {.exit_code = ExitCode::wrong_usage,
          .output = {},
          .problem = Diagnostic{.code = "C001", .message = std::move(message), .help = std::move(help)}};
}

Command parse_arguments(int count, const char* const* arguments) {
  Parsed parsed;
  CLI::App app("Diagnoses failed data syncs: likely causes, on what evidence, and what to do next.", "syncdx");
  app.set_version_flag("--version", "syncdx " SYNCDX_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(help_column);
  app.footer("syncdx COMMAND --help tells more, with examples. The first thing to try:\n  syncdx diagnose sync.log");
  add_diagnose(app, parsed);
  add_explain(app, parsed);
  add_rules_check(app, parsed);
  add_probe(app, parsed);
  add_checkup(app, parsed);
  add_connections_check(app, parsed);
  try {
    app.parse(count, arguments);
    return chosen(app, parsed);
  } catch (const CLI::CallForHelp&) {
    return Finished{.output = app.help(), .problem = {}};
  } catch (const CLI::CallForAllHelp&) {
    return Finished{.output = app.help("", CLI::AppFormatMode::All), .problem = {}};
  } catch (const CLI::CallForVersion& version) {
    return Finished{.output = std::string(version.what()) + "\n", .problem = {}};
  } catch (const CLI::ParseError& error) {
    return wrong_usage(describe(app, error), help_hint(app));
  }
}

}  // namespace syncdx::cli
