#include "options.hpp"

#include "declare.hpp"
#include "places.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace syncdx::cli {
namespace {

constexpr std::size_t help_column = 30;

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

// An option that stands behind "--", where it is none.
std::optional<std::string> option_behind_dashes(const CLI::App& command, std::span<const char* const> arguments) {
  const auto names = option_names(command);
  auto dashes = std::ranges::find(arguments, std::string_view("--"));
  if (dashes == arguments.end()) return std::nullopt;
  for (const std::string_view argument : std::span(std::next(dashes), arguments.end())) {
    const auto name = std::ranges::find(names, argument.substr(0, argument.find('=')));
    if (name != names.end()) return *name;
  }
  return std::nullopt;
}

Finished explain(const CLI::App& app, const CLI::ParseError& error, std::span<const char* const> arguments) {
  const bool missed = static_cast<CLI::ExitCodes>(error.get_exit_code()) == CLI::ExitCodes::RequiredError;
  const auto misplaced = missed ? option_behind_dashes(innermost(app), arguments) : std::nullopt;
  if (misplaced) {
    return wrong_usage(fmt::format("'{}' stands behind --, where it is taken for a file's name", *misplaced),
                       "options must stand before --");
  }
  return wrong_usage(describe(app, error), help_hint(app));
}

Command finish(Finished finished) {
  return [finished = std::move(finished)] { return run(finished); };
}

// What every command takes from its surroundings must be right.
Command check_surroundings(Command chosen) {
  return [chosen = std::move(chosen)] {
    const auto problem = refuse_redaction_key();
    return problem ? run(Finished{.exit_code = ExitCode::wrong_usage, .output = {}, .problem = problem}) : chosen();
  };
}

}  // namespace

Finished wrong_usage(std::string message, std::string help) {
  return {.exit_code = ExitCode::wrong_usage,
          .output = {},
          .problem = Diagnostic{.code = "C001", .message = std::move(message), .help = std::move(help)}};
}

Command parse_arguments(int count, const char* const* arguments) {
  Command chosen;
  CLI::App app("Diagnoses failed data syncs: likely causes, on what evidence, and what to do next.", "syncdx");
  app.set_version_flag("--version", "syncdx " SYNCDX_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(help_column);
  app.footer("syncdx COMMAND --help tells more, with examples. The first thing to try:\n  syncdx diagnose sync.log");
  for (const auto declare : {declare_diagnose, declare_explain, declare_rules, declare_probe, declare_checkup,
                             declare_connections, declare_batch, declare_scan, declare_merge, declare_evaluate, declare_gaps}) {
    declare(app, chosen);
  }
  try {
    app.parse(count, arguments);
    return check_surroundings(std::move(chosen));
  } catch (const CLI::CallForHelp&) {
    return finish({.output = app.help(), .problem = {}});
  } catch (const CLI::CallForAllHelp&) {
    return finish({.output = app.help("", CLI::AppFormatMode::All), .problem = {}});
  } catch (const CLI::CallForVersion& version) {
    return finish({.output = std::string(version.what()) + "\n", .problem = {}});
  } catch (const CLI::ParseError& error) {
    return finish(explain(app, error, {arguments, static_cast<std::size_t>(count)}));
  }
}

}  // namespace syncdx::cli
