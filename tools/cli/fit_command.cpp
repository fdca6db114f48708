#include "fit_command.hpp"

#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"
#include "write_file.hpp"

#include "syncdx/fit_rules.hpp"
#include "syncdx/report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

namespace syncdx::cli {
namespace {

evaluate::FitOptions fit_options(const FitRulesOptions& options, const evaluate::LabelledCases& cases) {
  evaluate::FitOptions result;
  result.run = {.threads = options.threads == 0 ? default_threads() : options.threads,
                .platforms = options.platforms,
                .redaction_key = redaction_key()};
  result.weight = options.weight.value_or(result.weight);
  result.prior_weight = options.prior_weight.value_or(result.prior_weight);
  result.unseen = options.unseen.value_or(result.unseen);
  result.folds = options.folds.value_or(result.folds);
  const std::chrono::sys_seconds now = options.now ? *options.now : system_time();
  const auto name = std::filesystem::path(cases.path).filename().string();
  result.note = fmt::format("fitted {:%Y-%m-%d} to {} cases of {}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                            cases.cases.size(), name);
  return result;
}

std::vector<FileToWrite> files_of(const FitRulesOptions& options, const evaluate::Fit& fit) {
  std::vector<FileToWrite> files;
  if (!options.patch.empty()) {
    std::string diff;
    for (const auto& patch : fit.patches) diff += patch.diff;
    files.push_back({options.patch, diff});
  }
  if (options.proposal == Proposal::written) {
    for (const auto& patch : fit.patches) files.push_back({patch.path, patch.text});
  }
  return files;
}

}  // namespace

ExitCode run(const FitRulesOptions& options) {
  const auto paths = rule_paths(options.rules);
  if (!paths) {
    complain(paths.error());
    return ExitCode::rules_invalid;
  }
  const auto cases = evaluate::read_cases(options.cases);
  if (!cases) {
    complain(cases.error());
    return ExitCode::input_unreadable;
  }
  complain(cases->problems);
  const auto fit = evaluate::fit_rules({.rule_paths = *paths, .cache_dir = cache_directory(options.rules.cache)}, *cases,
                                       fit_options(options, *cases));
  if (!fit) {
    complain(fit.error());
    return ExitCode::rules_invalid;
  }
  complain_of_cache(fit->warnings);
  if (const auto problem = write_files(files_of(options, fit->value))) {
    complain(*problem);
    return ExitCode::input_unreadable;
  }
  if (options.looks.format == Format::json) return print(report::fit_json(fit->value));
  return print(report::fit_text(fit->value, text_options(options.looks)));
}

}  // namespace syncdx::cli
