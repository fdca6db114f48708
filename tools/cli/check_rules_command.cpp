#include "check_rules_command.hpp"

#include "places.hpp"
#include "terminal.hpp"
#include "write_file.hpp"

#include "base/diagnostic_codes.hpp"
#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "report/sarif.hpp"
#include "rules/format_rules.hpp"
#include "rules/load.hpp"
#include "rules/mend_rules.hpp"
#include "rules/rules_schema.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncdx::cli {
namespace {

std::string counted(std::ptrdiff_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string list_of(const std::vector<Diagnostic>& problems) {
  std::string text;
  for (const auto& problem : problems) text += repair_utf8(to_text(problem)) + "\n";
  const auto errors = std::ranges::count(problems, Severity::error, &Diagnostic::severity);
  const auto warnings = std::ranges::count(problems, Severity::warning, &Diagnostic::severity);
  const auto fixes = std::ranges::count_if(problems, [](const auto& problem) { return !problem.fix.empty(); });
  if (fixes > 0) text += fmt::format("{} can be fixed with --fix\n", fixes);
  return text + fmt::format("{}, {}\n", counted(errors, "error"), counted(warnings, "warning"));
}

std::string shown(const std::vector<Diagnostic>& problems, CheckFormat format) {
  switch (format) {
    case CheckFormat::json:
      return report::problems_json(problems);
    case CheckFormat::sarif:
      return report::problems_sarif(problems, SYNCDX_VERSION);
    case CheckFormat::text:
      break;
  }
  return list_of(problems);
}

ExitCode show_problems(const std::vector<Diagnostic>& problems, CheckFormat format) {
  const bool failed = std::ranges::any_of(problems, [](const auto& problem) { return problem.severity == Severity::error; });
  return print(shown(problems, format), failed ? ExitCode::check_failed : ExitCode::ran);
}

// The rule files that were chosen; nothing, and the complaint is printed, if they cannot be read.
std::optional<std::vector<rules::RuleFile>> chosen_files(const RulesChoice& choice) {
  const auto paths = rule_paths(choice);
  if (!paths) {
    complain(paths.error());
    return std::nullopt;
  }
  auto files = rules::read_rule_files(*paths);
  if (!files) {
    complain(files.error());
    return std::nullopt;
  }
  return std::move(*files);
}

bool written(const std::vector<rules::RuleFile>& files) {
  std::vector<FileToWrite> changes;
  for (const auto& file : files) changes.push_back({file.path, file.text});
  const auto problem = write_files(changes);
  if (problem) complain(*problem);
  return !problem;
}

ExitCode fix_rules(const CheckRulesOptions& options) {
  auto files = chosen_files(options.rules);
  if (!files) return ExitCode::rules_invalid;
  const auto mended = rules::mend_rules(std::move(*files));
  if (!written(mended.changed)) return ExitCode::input_unreadable;
  if (options.format == CheckFormat::text) {
    (void)print(fmt::format("{} fixed in {}\n\n", counted(static_cast<std::ptrdiff_t>(mended.fixes), "mistake"),
                            counted(static_cast<std::ptrdiff_t>(mended.changed.size()), "file")));
  }
  return show_problems(mended.left, options.format);
}

}  // namespace

ExitCode run(const CheckRulesOptions& options) {
  if (options.fixes == Fixes::applied) return fix_rules(options);
  const auto paths = rule_paths(options.rules);
  if (!paths) {
    complain(paths.error());
    return ExitCode::rules_invalid;
  }
  return show_problems(check_rules(*paths), options.format);
}

ExitCode run(const ExplainCodeOptions& options) {
  std::vector<std::string> known;
  for (const auto& code : diagnostic_codes()) {
    if (options.code == code.code || options.code == code.id) {
      std::string text = fmt::format("{} ({}): {}\n\n", code.code, code.id, code.title);
      for (const auto& line : wrap(code.explanation, 100)) text += line + '\n';
      return print(text);
    }
    known.emplace_back(code.code);
    known.emplace_back(code.id);
  }
  const auto near = nearest_name(options.code, known);
  complain({.code = "C001",
            .message = fmt::format("'{}' is no code of a problem", shorten(options.code, 60)),
            .help = near ? fmt::format("did you mean {}?", *near) : "codes look like R103; every problem shows its own"});
  return ExitCode::wrong_usage;
}

ExitCode run(const FormatRulesOptions& options) {
  const auto files = chosen_files(options.rules);
  if (!files) return ExitCode::rules_invalid;
  std::vector<rules::RuleFile> changed;
  std::string list;
  for (const auto& file : *files) {
    auto text = rules::format_rules(file.text);
    if (text == file.text) continue;
    list += file.path + '\n';
    changed.push_back({file.path, std::move(text)});
  }
  if (changed.empty()) {
    return print(fmt::format("{}, all in canonical form\n", counted(static_cast<std::ptrdiff_t>(files->size()), "file")));
  }
  if (options.formatting == Formatting::checked) return print(list, ExitCode::check_failed);
  return written(changed) ? print(list) : ExitCode::input_unreadable;
}

ExitCode run(const RulesSchemaOptions&) { return print(rules::rules_schema()); }

}  // namespace syncdx::cli
