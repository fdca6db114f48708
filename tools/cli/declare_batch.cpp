#include "declare.hpp"

#include <algorithm>

namespace syncdx::cli {
namespace {

constexpr std::uint64_t farthest_offset = std::uint64_t{1} << 48U;  // as evidence may tell
constexpr std::size_t most_open_sessions = 100'000'000;
constexpr std::size_t least_block = 1024;
constexpr std::size_t largest_block = std::size_t{256} << 20U;

void add_scan_options(CLI::App& command, batch::ScanOptions& options) {
  command
      .add_option("PATH", options.paths,
                  "Logs: files, folders, patterns such as 'logs/*.gz'; gzip, zstd, zip or tar too;\n- : standard input")
      ->type_name("");
  auto* key = add_session_key(command, options.session_key);
  command.add_flag("--one-session", options.one_session, "Take each log for one session, whatever its lines name")
      ->excludes(key);
  add_whole_number(command, "--max-open-sessions", "Sessions kept in memory per input (default: 20000)",
                   options.max_open_sessions, {1, most_open_sessions})
      ->type_name("N");
  add_whole_number(command, "--block-bytes", "Size of the blocks that are scanned; changes no result", options.block_bytes,
                   {least_block, largest_block})
      ->type_name("N");
  add_threads(command, options.threads);
}

void add_merge_options(CLI::App& command, BatchOutput& output) {
  command.add_option("--out", output.folder, "Folder for diagnoses.jsonl, summary.json and report.html")
      ->type_name("FOLDER")
      ->required();
  command.add_flag_callback(
      "--full", [&output] { output.detail = batch::Detail::full; }, "Whole diagnoses, not only the likeliest causes");
  add_platform(command, output.platform, "Platform of all sessions (default: found from each session's log)");
}

}  // namespace

void declare_batch(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<BatchOptions>();
  auto* command = app.add_subcommand("batch", "Diagnose every session in many logs, and sum up");
  add_scan_options(*command, options->scan);
  add_merge_options(*command, options->output);
  command->add_flag_callback(
      "--resume", [options] { options->start = batch::Start::resume; }, "Go on with a run that was broken off");
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx batch logs/ --out result\n"
      "  syncdx batch 'logs/*.gz' archive.zip --out result --resume\n"
      "  zcat old.log.gz | syncdx batch - --out result --session-key request_group\n"
      "  duckdb -c \"select outcome, count(*) from read_json_auto('result/diagnoses.jsonl') group by 1\"\n\n"
      "Ctrl-C ends early: it writes the sessions that are complete and diagnosed, counts the others, and --resume goes on. A "
      "second\n"
      "Ctrl-C ends at once.\n"
      "Exit status: 0 ran, whatever it found; 2 wrong usage; 3 rules invalid; 4 input unreadable or output unwritable;\n"
      "130 stopped by Ctrl-C or SIGTERM.");
  choose(*command, chosen, options);
}

void declare_scan(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ScanCommandOptions>();
  auto* command = app.add_subcommand("scan", "Logs to evidence, one JSON object per session and stretch of a log");
  add_scan_options(*command, options->scan);
  auto* part_of =
      add_read(*command, "--part-of", "The input is a part of this log: the parts are scanned apart and merge to the whole",
               read_some_text, [options](const std::string& log) { options->part.log = log; })
          ->type_name("NAME");
  add_whole_number(*command, "--offset", "Where in that log it begins: parts are put in this order", options->part.offset,
                   {0, farthest_offset})
      ->type_name("BYTES")
      ->needs(part_of);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx scan sync.log | sort | syncdx merge --out result\n"
      "  head -n 1000000 big.log | syncdx scan - --part-of big.log > 1.evidence\n"
      "Evidence is masked. A log may be cut into parts at the end of any line; their evidence merges to what the whole log "
      "gives.\n"
      "Masks are equal only under equal keys: set SYNCDX_REDACTION_KEY to one number for all scans.");
  choose(*command, chosen, options);
}

void declare_merge(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<MergeCommandOptions>();
  auto* command = app.add_subcommand("merge", "Evidence of many scans to diagnoses and a summary");
  command->add_option("EVIDENCE", options->evidence, "What syncdx scan printed, in any order (default: standard input)")
      ->type_name("");
  add_merge_options(*command, options->output);
  add_threads(*command, options->threads);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx scan monday.log > monday.evidence\n"
      "  syncdx scan tuesday.log > tuesday.evidence\n"
      "  syncdx merge monday.evidence tuesday.evidence --out week");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
