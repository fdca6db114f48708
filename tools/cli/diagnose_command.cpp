#include "commands.hpp"
#include "connecting.hpp"
#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "logs/input.hpp"
#include "observe/observation.hpp"
#include "syncdx/report.hpp"

#include <utility>

namespace syncdx::cli {
namespace {

// Without a LOG, standard input is the log, unless a person sits there.
bool reads_input(const DiagnoseOptions& options) {
  return options.logs.empty() && options.probe.empty() && options.replay.empty() && !input_is_terminal();
}

bool nothing_given(const DiagnoseOptions& options) {
  return options.logs.empty() && options.probe.empty() && options.replay.empty() && !options.session && !options.integration &&
         options.answers.empty() && input_is_terminal();
}

Case make_case(const DiagnoseOptions& options) {
  Case result{.logs = options.logs,
              .session = options.session,
              .integration = options.integration,
              .platform = options.platform,
              .completeness = options.completeness,
              .answers = options.answers,
              .redaction_key = redaction_key(),
              .now = options.now ? *options.now : system_time(),
              .threads = options.threads == 0 ? default_threads() : options.threads};
  if (reads_input(options)) result.logs.emplace_back("-");
  return result;
}

// What probes saw earlier, into the case. Returns what is wrong.
std::vector<Diagnostic> add_recording(const std::string& file, Case& question) {
  constexpr std::size_t max_recording_bytes = std::size_t{16} << 20U;
  const auto text = logs::read_document(file, max_recording_bytes);
  if (!text) return {text.error()};
  auto recording = connect::read_recording(file, *text);
  if (!recording) return {recording.error()};
  question.observations = std::move(recording->observations);
  if (question.platform.empty()) question.platform = recording->platform;
  return {};
}

// Probes that run once the log is read, the most telling first. `problems` gets what goes wrong then; both must outlive the
// case.
std::vector<Diagnostic> add_probes(const DiagnoseOptions& options, Case& question, std::vector<Diagnostic>& problems) {
  auto targets = targets_of(options.probe, options.probes);
  if (!targets) return std::move(targets.error());
  if (question.platform.empty()) question.platform = platform_of(*targets);
  question.observe = [&options, &problems, key = question.redaction_key, targets = std::move(*targets)](const Doubt& doubt) {
    auto reached = reach(targets, options.probes, key, doubt);
    if (auto problem = record(reached, options.probes)) problems.push_back(std::move(*problem));
    return std::move(reached.observations);
  };
  return {};
}

Result<std::string> report_of(const Diagnosis& diagnosis, const DiagnoseOptions& options) {
  if (!options.explain.empty()) return report::explain_cause_text(diagnosis, options.explain, text_options(options.looks));
  switch (options.looks.format) {
    case Format::json:
      return report::to_json(diagnosis);
    case Format::markdown:
      return report::to_markdown(diagnosis);
    case Format::text:
      break;
  }
  return report::to_text(diagnosis, text_options(options.looks));
}

ExitCode verdict(const Diagnosis& diagnosis, const std::optional<double>& fail_on) {
  const bool fails = fail_on && !diagnosis.issues.empty() && diagnosis.issues.front().probability >= *fail_on;
  return fails ? ExitCode::check_failed : ExitCode::ran;
}

struct Diagnosed {
  Diagnosis diagnosis;
  bool recorded = true;  // false: what probes saw could not be kept
};

// Rules loaded, probes run, the case diagnosed; what is wrong has been told.
tl::expected<Diagnosed, ExitCode> diagnose(const DiagnoseOptions& options) {
  const auto engine = load_engine(options.rules);
  if (!engine) return tl::unexpected(ExitCode::rules_invalid);
  if (const auto known = engine->check_platform(options.platform); !known) {
    return tl::unexpected(refuse(known.error(), ExitCode::wrong_usage));
  }
  auto question = make_case(options);
  std::vector<Diagnostic> problems;
  if (!options.replay.empty()) problems = add_recording(options.replay, question);
  if (!options.probe.empty()) problems = add_probes(options, question, problems);
  if (problems.empty()) {
    auto diagnosis = engine->diagnose(question);
    if (diagnosis) {
      complain(problems);  // of the recording: the diagnosis is good without it
      return Diagnosed{std::move(*diagnosis), problems.empty()};
    }
    problems.push_back(std::move(diagnosis.error()));
  }
  complain(problems);
  return tl::unexpected(ExitCode::input_unreadable);
}

}  // namespace

ExitCode run(const DiagnoseOptions& options) {
  if (nothing_given(options)) {
    return run(wrong_usage("no log was given", "name a log file, or pipe one in: syncdx diagnose sync.log"));
  }
  const auto made = diagnose(options);
  if (!made) return made.error();
  const auto text = report_of(made->diagnosis, options);
  if (!text) {
    complain(text.error());
    return ExitCode::wrong_usage;
  }
  return print(*text, made->recorded ? verdict(made->diagnosis, options.fail_on) : ExitCode::input_unreadable);
}

ExitCode run(const CheckupOptions& options) {
  const auto made = diagnose(options.diagnose);
  if (!made) return made.error();
  const bool json = options.diagnose.looks.format == Format::json;
  return print(json ? report::checkup_json(made->diagnosis)
                    : report::checkup_text(made->diagnosis, text_options(options.diagnose.looks)),
               made->recorded ? ExitCode::ran : ExitCode::input_unreadable);
}

}  // namespace syncdx::cli
