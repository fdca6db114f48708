#include "declare.hpp"

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
  add_whole_number(command, "--width", "Columns of the text, 0: no wrapping (default: the terminal's)", looks.width,
                   {0, most_width})
      ->type_name("N");
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

CLI::Option* add_session_key(CLI::App& command, std::string& key) {
  return add_read(command, "--session-key",
                  "Where a line names its session: a field, or a regular expression with one group\n"
                  "(default: session_id, job_id, run_id and the like; without any, a file is a session)",
                  read_some_text, [&key](const std::string& given) { key = given; })
      ->type_name("NAME|REGEX");
}

void add_threads(CLI::App& command, unsigned& threads) {
  const auto read = [](std::string_view text) { return read_whole_number(text, {1, most_threads}); };
  add_read(command, "--threads", "Threads to work with (default: one per processor)", read, [&threads](std::uint64_t count) {
    threads = static_cast<unsigned>(count);
  })->type_name("N");
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
  add_whole_number(command, "--budget", "At most so many calls, the most telling first (default: 60)", probes.budget,
                   {1, most_calls})
      ->type_name("N");
  add_whole_number(command, "--timeout", "Seconds for all probes together (default: 120)", probes.seconds, {1, most_seconds})
      ->type_name("S");
  command.add_option("--record", probes.record, "Keep what the probes saw, without secrets, for --replay")->type_name("FILE");
}

}  // namespace syncdx::cli
