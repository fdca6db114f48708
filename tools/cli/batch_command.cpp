#include "batch_progress.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "syncdx/batch.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::cli {
namespace {

// Told once the progress is off the screen.
using Warnings = std::vector<Diagnostic>;

batch::Callbacks callbacks(ProgressLine& progress, batch::Detail detail, Warnings& warnings) {
  return {.progress = [&progress](const batch::Progress& now) { progress.show(now); },
          .stop = interrupted,
          .print_session = [detail](const batch::SessionDiagnosis& session) { return report::session_json(session, detail); },
          .print_summary = [](const batch::BatchSummary& summary) { return report::batch_json(summary); },
          .print_page = [](const batch::BatchSummary& summary) { return report::batch_html(summary); },
          .warn = [&warnings](const Diagnostic& warning) { warnings.push_back(warning); }};
}

unsigned threads_of(unsigned asked) { return asked == 0 ? default_threads() : asked; }

batch::ScanOptions scan_options(const batch::ScanOptions& given) {
  auto options = given;
  if (options.paths.empty()) options.paths.emplace_back("-");
  options.threads = threads_of(given.threads);
  options.mask_key = redaction_key();
  return options;
}

batch::MergeOptions merge_options(const BatchOutput& output, unsigned threads) {
  return {.out = output.folder,
          .detail = output.detail,
          .mask_key = redaction_key(),
          .threads = threads_of(threads),
          .platform = output.platform};
}

std::string print_counts(const batch::BatchSummary& summary) {
  const auto& counts = summary.outcomes;
  auto text = fmt::format("{} session{}: {} failed, {} unexplained, {} recovered, {} unfinished, {} healthy\n",
                          summary.sessions, summary.sessions == 1 ? "" : "s", counts.failed, counts.unexplained,
                          counts.recovered, counts.unfinished, counts.healthy);
  constexpr std::size_t most_causes = 5;
  for (std::size_t i = 0; i < std::min(most_causes, summary.causes.size()); ++i) {
    const auto& cause = summary.causes[i];
    text += fmt::format("  {:>8}  {}/{}: {}\n", cause.sessions, cause.issue, cause.id, cause.title);
  }
  return text;
}

ExitCode exit_code_of(const Diagnostic& problem) {
  if (problem.code == "B001" || problem.code == "C007") return ExitCode::wrong_usage;
  return problem.code == "B009" ? ExitCode::interrupted : ExitCode::input_unreadable;
}

// Whether the folder holds what a run wrote that was not stopped early.
bool holds_whole_results(const std::string& folder) {
  constexpr std::size_t head_bytes = 4096;  // of summary.json
  std::string head(head_bytes, '\0');
  std::ifstream file(folder + "/summary.json", std::ios::binary);
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  return head.find("\"interrupted\": false") != std::string::npos;
}

std::string print_interrupted(const batch::BatchSummary& summary, std::string_view how_to_go_on) {
  auto text = fmt::format("stopped early: these are the sessions that were complete and diagnosed by then; {}\n", how_to_go_on);
  if (summary.sessions_left_out > 0) {
    text += fmt::format("{} session{} still under way or not diagnosed yet {} left out\n", summary.sessions_left_out,
                        summary.sessions_left_out == 1 ? "" : "s", summary.sessions_left_out == 1 ? "is" : "are");
  }
  return text;
}

// What a command says of its results besides what they are.
struct Remarks {
  std::string_view how_to_go_on;
  bool were_whole = false;  // those that the folder held before
};

ExitCode tell(const Result<batch::BatchSummary>& summary, const std::string& folder, const Remarks& remarks) {
  if (!summary) {
    complain(summary.error());
    return exit_code_of(summary.error());
  }
  constexpr std::size_t most_told = 5;
  for (std::size_t i = 0; i < std::min(most_told, summary->problems.size()); ++i) {
    const auto& problem = summary->problems[i];
    complain({.code = problem.code,
              .severity = Severity::warning,
              .message = problem.message,
              .where = {.path = problem.input, .begin = {}, .end = {}},
              .help = problem.help});
  }
  auto text = print_counts(*summary);
  if (summary->problem_count > most_told) {
    text +=
        fmt::format("{} more inputs had problems: they are in {}/summary.json\n", summary->problem_count - most_told, folder);
  }
  if (summary->interrupted || summary->sessions_left_out > 0) {
    text += print_interrupted(*summary, remarks.how_to_go_on);
  }
  if (summary->interrupted && remarks.were_whole)
    text += "they took the place of the results of an earlier run that was whole\n";
  if (summary->sessions_in_doubt > 0) {
    text += fmt::format("{} more of damaged inputs are in doubt: they are in diagnoses.jsonl, and not counted here\n",
                        summary->sessions_in_doubt);
  }
  const auto printed = print(text + fmt::format("written to {}: diagnoses.jsonl, summary.json, report.html\n", folder));
  if (printed == ExitCode::ran && summary->interrupted && interrupted()) return ExitCode::interrupted;
  const bool nothing_read =
      summary->sessions + summary->sessions_in_doubt + summary->sessions_left_out == 0 && summary->problem_count > 0;
  return printed == ExitCode::ran && nothing_read ? ExitCode::input_unreadable : printed;
}

}  // namespace

ExitCode run(const BatchOptions& options) {
  const auto batch = load_batch(options.rules);
  if (!batch) return ExitCode::rules_invalid;
  const InterruptWatch watch;
  ProgressLine progress;
  const bool were_whole = holds_whole_results(options.output.folder);
  const auto scan = scan_options(options.scan);
  auto merge = merge_options(options.output, options.scan.threads);
  merge.mask_key = scan.mask_key;
  Warnings warnings;
  const auto summary = batch->run(scan, merge, options.start, callbacks(progress, options.output.detail, warnings));
  progress.clear();
  complain(warnings);
  return tell(summary, options.output.folder, {"--resume goes on with files", were_whole});
}

ExitCode run(const ScanCommandOptions& options) {
  const auto batch = load_batch(options.rules);
  if (!batch) return ExitCode::rules_invalid;
  const InterruptWatch watch;
  ExitCode exit_code = ExitCode::ran;
  auto scan = scan_options(options.scan);
  if (!options.part.log.empty()) scan.part = options.part;
  const batch::Callbacks callbacks{.stop = interrupted, .warn = [](const Diagnostic& warning) { complain(warning); }};
  const auto scanned = batch->scan(scan, callbacks, [&](std::string_view lines) {
    exit_code = print(lines);
    return exit_code == ExitCode::ran;
  });
  if (scanned && interrupted()) {
    complain({.code = "B009",
              .severity = Severity::warning,
              .message = "stopped early: this is the evidence of what was read by then",
              .help = "scan again to have all of it"});
    return exit_code == ExitCode::ran ? ExitCode::interrupted : exit_code;
  }
  if (scanned) return exit_code;
  complain(scanned.error());
  return exit_code_of(scanned.error());
}

ExitCode run(const MergeCommandOptions& options) {
  const auto batch = load_batch(options.rules);
  if (!batch) return ExitCode::rules_invalid;
  const InterruptWatch watch;
  ProgressLine progress;
  const bool were_whole = holds_whole_results(options.output.folder);
  const std::vector<std::string> evidence = options.evidence.empty() ? std::vector<std::string>{"-"} : options.evidence;
  Warnings warnings;
  const auto summary = batch->merge(evidence, merge_options(options.output, options.threads),
                                    callbacks(progress, options.output.detail, warnings));
  progress.clear();
  complain(warnings);
  const bool was_scan = !interrupted();
  return tell(summary, options.output.folder,
              {was_scan ? "scan again to have the rest" : "merge again to have all", were_whole});
}

}  // namespace syncdx::cli
