#include "evaluate_command.hpp"

#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"
#include "write_file.hpp"

#include "syncdx/evaluate.hpp"
#include "syncdx/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace syncdx::cli {
namespace {

std::vector<FileToWrite> files_of(const EvaluateOptions& options, const std::string& json, const std::string& text,
                                  const std::string& plot) {
  std::vector<FileToWrite> files;
  if (!options.save.empty()) files.push_back({options.save, json});
  if (!options.plot.empty()) files.push_back({options.plot, plot});
  if (!options.folder.empty()) {
    files.push_back({options.folder + "/evaluation.json", json});
    files.push_back({options.folder + "/evaluation.txt", text});
    files.push_back({options.folder + "/calibration.svg", plot});
  }
  return files;
}

}  // namespace

ExitCode run(const EvaluateOptions& options) {
  const auto paths = rule_paths(options.rules);
  if (!paths) return refuse(paths.error(), ExitCode::rules_invalid);
  const auto cases = evaluate::read_cases(options.cases);
  if (!cases) return refuse(cases.error(), ExitCode::input_unreadable);
  complain(cases->problems);
  std::optional<evaluate::SavedRun> earlier;
  if (!options.since.empty()) {
    auto saved = evaluate::read_saved_run(options.since);
    if (!saved) return refuse(saved.error(), ExitCode::input_unreadable);
    earlier = std::move(*saved);
  }
  const auto evaluation =
      evaluate::evaluate_rules({.rule_paths = *paths, .cache_dir = cache_directory(options.rules.cache)}, *cases,
                               {.threads = options.threads == 0 ? default_threads() : options.threads,
                                .platforms = options.platforms,
                                .redaction_key = redaction_key()});
  if (!evaluation) {
    complain(evaluation.error());
    return ExitCode::rules_invalid;
  }
  complain_of_cache(evaluation->warnings);
  const auto since = earlier ? std::optional(evaluate::compare(*earlier, evaluation->value)) : std::nullopt;
  const auto json = report::evaluation_json(evaluation->value, since);
  const auto plot = report::calibration_svg(evaluation->value.figures);
  const auto plain = report::evaluation_text(evaluation->value, since);
  if (const auto problem = write_files(files_of(options, json, plain, plot))) {
    return refuse(*problem, ExitCode::input_unreadable);
  }
  if (options.looks.format == Format::json) return print(json);
  return print(report::evaluation_text(evaluation->value, since, text_options(options.looks)));
}

}  // namespace syncdx::cli
