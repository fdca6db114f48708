#include "declare.hpp"
#include "gaps_command.hpp"

namespace syncdx::cli {

void declare_gaps(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<GapsOptions>();
  auto* command = app.add_subcommand("gaps", "Show the error lines that no rule explains, by kind");
  command
      ->add_option("LOG", options->logs,
                   "Logs: files, folders (with all that is in them), or patterns such as 'logs/*.gz';\n"
                   "text, JSON lines, Airbyte, …; also gzip, zstd, zip or tar; - or nothing: standard input")
      ->type_name("");
  add_session_key(*command, options->session_key);
  add_whole_number(*command, "--most", "At most so many kinds, 0: all (default: 50)", options->most, {0, 1'000'000})
      ->type_name("N");
  add_platform(*command, options->platform, "Only the kinds of this platform; any: those that name none");
  command
      ->add_option("--write", options->write,
                   "Write a rule file to fill in, with a symptom for each kind of one platform:\n"
                   "--platform, else the most widespread kind's")
      ->type_name("FILE");
  add_threads(*command, options->threads);
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx gaps logs\n"
      "  syncdx gaps 'archive/2026-*.log.gz'\n"
      "  syncdx gaps --platform shopify --write rules/shopify/new.yaml logs/*.log\n"
      "  syncdx gaps --format json sync.log | jq '.gaps[].pattern'\n\n"
      "Exit status: 0 ran, whatever it found; 2 wrong usage; 3 rules invalid; 4 input unreadable, or FILE not writable.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
