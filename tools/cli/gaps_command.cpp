#include "gaps_command.hpp"

#include "places.hpp"
#include "terminal.hpp"
#include "write_file.hpp"

#include "syncdx/gaps.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <system_error>

namespace syncdx::cli {
namespace {

// The stub beside the report; what is wrong with it.
std::optional<Diagnostic> write_stub(const gaps::GapReport& report, const std::string& path) {
  const auto stub = gaps::rule_stub(report.gaps);
  if (stub.empty()) {
    return Diagnostic{.code = "C004",
                      .message = "there is nothing to write: no kind of line has a pattern",
                      .help = "leave --write out to see the lines"};
  }
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return Diagnostic{.code = "C004",
                      .message = fmt::format("{} is there already", path),
                      .where = {.path = path, .begin = {}, .end = {}},
                      .help = "name another file, or move that one away"};
  }
  return write_files(std::array{FileToWrite{path, stub}});
}

}  // namespace

ExitCode run(const GapsOptions& options) {
  if (options.logs.empty() && input_is_terminal()) {
    return refuse({.code = "C001", .message = "no log was given", .help = "name log files: syncdx gaps logs/*.log"},
                  ExitCode::wrong_usage);
  }
  const auto paths = rule_paths(options.rules);
  if (!paths) return refuse(paths.error(), ExitCode::rules_invalid);
  const auto logs = options.logs.empty() ? std::vector<std::string>{"-"} : options.logs;
  const auto found = gaps::find_gaps({.rule_paths = *paths, .cache_dir = cache_directory(options.rules.cache)},
                                     {.logs = logs,
                                      .session_key = options.session_key,
                                      .most = options.most,
                                      .redaction_key = redaction_key(),
                                      .threads = options.threads == 0 ? default_threads() : options.threads});
  if (!found) return refuse(found.error());
  complain(found->value.notes);
  if (!options.write.empty()) {
    if (const auto problem = write_stub(found->value, options.write)) return refuse(*problem, ExitCode::input_unreadable);
  }
  return print(options.looks.format == Format::json ? report::gaps_json(found->value)
                                                    : report::gaps_text(found->value, text_options(options.looks)));
}

}  // namespace syncdx::cli
