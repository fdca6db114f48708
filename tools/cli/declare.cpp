#include "declare.hpp"

#include "values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace syncdx::cli {
namespace {

constexpr unsigned most_threads = 256;
constexpr std::size_t most_width = 10000;
constexpr std::size_t most_calls = 10000;
constexpr std::size_t most_seconds = 3600;

const std::map<std::string, Format> report_formats{
    {"text", Format::text}, {"json", Format::json}, {"markdown", Format::markdown}};
const std::map<std::string, Format> list_formats{{"text", Format::text}, {"json", Format::json}};
const std::map<std::string, ColourChoice> colour_choices{
    {"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};

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

}  // namespace

void add_rules(CLI::App& command, RulesChoice& rules) {
  command
      .add_option("--rules", rules.directories,
                  "Rules instead of the installed ones; may be repeated\n(--rules installed --rules mine: both)")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_flag_callback(
      "--no-cache", [&rules] { rules.cache = CacheUse::off; }, "Neither read nor write the cache of compiled rules");
}

void add_report_format(CLI::App& command, Looks& looks) { add_format(command, looks, report_formats); }

void add_list_format(CLI::App& command, Looks& looks) { add_format(command, looks, list_formats); }

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

void add_threads(CLI::App& command, unsigned& threads) {
  command.add_option("--threads", threads, "Threads to work with (default: one per processor)")
      ->type_name("N")
      ->check(CLI::Range(1U, most_threads).description(""));
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
  command.add_option("--budget", probes.budget, "At most so many calls, the most telling first (default: 60)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, most_calls).description(""));
  command.add_option("--timeout", probes.seconds, "Seconds for all probes together (default: 120)")
      ->type_name("S")
      ->check(CLI::Range(std::size_t{1}, most_seconds).description(""));
  command.add_option("--record", probes.record, "Keep what the probes saw, without secrets, for --replay")->type_name("FILE");
}

}  // namespace syncdx::cli
