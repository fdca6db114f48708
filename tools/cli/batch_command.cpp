#include "batch_progress.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "syncdx/batch.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <optional>

namespace syncdx::cli {
namespace {

batch::Callbacks callbacks(ProgressLine& progress, batch::Detail detail) {
  return {.progress = [&progress](const batch::Progress& now) { progress.show(now); },
          .stop = interrupted,
          .print_session = [detail](const batch::SessionDiagnosis& session) { return report::session_json(session, detail); },
          .print_summary = [](const batch::BatchSummary& summary) { return report::batch_json(summary); },
          .print_page = [](const batch::BatchSummary& summary) { return report::batch_html(summary); }};
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
  return problem.code == "B001"   ? ExitCode::wrong_usage
         : problem.code == "B009" ? ExitCode::interrupted
                                  : ExitCode::input_unreadable;
}

std::string print_interrupted(const batch::BatchSummary& summary, std::string_view how_to_go_on) {
  auto text = fmt::format("stopped early: these are the sessions that were complete by then; {}\n", how_to_go_on);
  if (summary.sessions_left_out > 0) {
    text += fmt::format("{} session{} still under way {} left out\n", summary.sessions_left_out,
                        summary.sessions_left_out == 1 ? "" : "s", summary.sessions_left_out == 1 ? "is" : "are");
  }
  return text;
}

ExitCode tell(const Result<batch::BatchSummary>& summary, const std::string& folder, std::string_view how_to_go_on) {
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
  if (summary->interrupted || summary->sessions_left_out > 0) text += print_interrupted(*summary, how_to_go_on);
  if (summary->sessions_in_doubt > 0) {
    text += fmt::format("{} more of damaged inputs are in doubt: they are in diagnoses.jsonl, and not counted here\n",
                        summary->sessions_in_doubt);
  }
  const auto printed = print(text + fmt::format("written to {}: diagnoses.jsonl, summary.json, report.html\n", folder));
  if (printed == ExitCode::ran && summary->interrupted) return ExitCode::interrupted;
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
  const auto scan = scan_options(options.scan);
  auto merge = merge_options(options.output, options.scan.threads);
  merge.mask_key = scan.mask_key;
  const auto summary = batch->run(scan, merge, options.start, callbacks(progress, options.output.detail));
  progress.clear();
  return tell(summary, options.output.folder, "--resume goes on with files");
}

ExitCode run(const ScanCommandOptions& options) {
  const auto batch = load_batch(options.rules);
  if (!batch) return ExitCode::rules_invalid;
  const InterruptWatch watch;
  ExitCode exit_code = ExitCode::ran;
  auto scan = scan_options(options.scan);
  if (!options.part.log.empty()) scan.part = options.part;
  const auto scanned = batch->scan(scan, {.stop = interrupted}, [&](std::string_view lines) {
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
  const std::vector<std::string> evidence = options.evidence.empty() ? std::vector<std::string>{"-"} : options.evidence;
  const auto summary =
      batch->merge(evidence, merge_options(options.output, options.threads), callbacks(progress, options.output.detail));
  progress.clear();
  const bool was_scan = summary && !summary->interrupted;
  return tell(summary, options.output.folder, was_scan ? "scan again to have the rest" : "merge again to have all");
}

}  // namespace syncdx::cli
