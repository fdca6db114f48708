// Declares subcommands on the command line: each command says in its own declare_*.cpp what it takes, how its help reads and
// what runs when it is chosen. CLI11 and its exceptions stay in these files and in options.cpp.
//
//   void declare_greet(CLI::App& app, Command& chosen) {
//     auto* command = app.add_subcommand("greet", "Say hello");
//     const auto options = std::make_shared<GreetOptions>();       // lives as long as the parser
//     command->add_option("NAME", options->name, "Whom to greet");
//     choose(*command, chosen, options);                           // run(*options), found by overload
//   }
#pragma once

#include "commands.hpp"
#include "options.hpp"
#include "values.hpp"

#include "syncdx/result.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::cli {

void declare_diagnose(CLI::App& app, Command& chosen);
void declare_explain(CLI::App& app, Command& chosen);
void declare_evaluate(CLI::App& app, Command& chosen);
void declare_gaps(CLI::App& app, Command& chosen);
void declare_rules(CLI::App& app, Command& chosen);
void declare_probe(CLI::App& app, Command& chosen);
void declare_checkup(CLI::App& app, Command& chosen);
void declare_connections(CLI::App& app, Command& chosen);
void declare_batch(CLI::App& app, Command& chosen);
void declare_scan(CLI::App& app, Command& chosen);
void declare_merge(CLI::App& app, Command& chosen);

// When `command` is chosen and its arguments are right, `chosen` runs with these options.
template <typename Options>
void choose(CLI::App& command, Command& chosen, const std::shared_ptr<Options>& options) {
  command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

// Options that several commands take. What they are bound to must outlive the parsing.
void add_rules(CLI::App& command, RulesChoice& rules);
void add_report_format(CLI::App& command, Looks& looks);  // text, json, markdown
void add_list_format(CLI::App& command, Looks& looks);    // text, json
void add_looks(CLI::App& command, Looks& looks);          // width and colour
void add_platform(CLI::App& command, std::string& platform, const std::string& help);
CLI::Option* add_session_key(CLI::App& command, std::string& key);
void add_threads(CLI::App& command, unsigned& threads);
void add_connections_file(CLI::App& command, std::string& file);
void add_probes(CLI::App& command, ProbeChoice& probes);

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

// A number within `bounds`; `number` may be optional, too.
template <typename Number>
CLI::Option* add_whole_number(CLI::App& command, const std::string& name, const std::string& help, Number& number,
                              Bounds<std::uint64_t> bounds) {
  return add_read(
      command, name, help, [bounds](std::string_view text) { return read_whole_number(text, bounds); },
      [&number](std::uint64_t value) { number = value; });
}

template <typename Number>
CLI::Option* add_number(CLI::App& command, const std::string& name, const std::string& help, Number& number,
                        Bounds<double> bounds) {
  return add_read(
      command, name, help, [bounds](std::string_view text) { return read_number(text, bounds); },
      [&number](double value) { number = value; });
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

}  // namespace syncdx::cli
