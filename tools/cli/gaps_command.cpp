#include "gaps_command.hpp"

#include "load_rules.hpp"
#include "places.hpp"
#include "terminal.hpp"

#include "syncdx/gaps.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <span>
#include <system_error>

namespace syncdx::cli {
namespace {

namespace fs = std::filesystem;

Diagnostic unwritable(const std::string& path, int error) {
  const bool taken = error == EEXIST;
  return {.code = "C004",
          .message = taken ? "it is there already" : fmt::format("it cannot be written: {}", std::strerror(error)),
          .where = {.path = path, .begin = {}, .end = {}},
          .help = taken ? "name another file, or move that one away" : "name a place that you may write to"};
}

// What can be told of a stub before the logs are read, which may take long.
std::optional<Diagnostic> refuse_stub(const std::string& path) {
  std::error_code error;
  const fs::path file(path);
  if (fs::exists(fs::symlink_status(file, error))) return unwritable(path, EEXIST);
  if (!file.has_filename()) return unwritable(path, EISDIR);
  auto folder = file.parent_path();  // or the nearest one that is there: the others will be made
  while (!folder.empty() && !fs::exists(folder, error)) folder = folder.parent_path();
  if (folder.empty()) folder = ".";
  if (!fs::is_directory(folder, error)) return unwritable(path, ENOTDIR);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return unwritable(path, errno);
  return std::nullopt;
}

// Makes a new file and its folder. A file that came to be there meanwhile is left alone.
std::optional<Diagnostic> write_new_file(const std::string& path, std::string_view text) {
  const auto folder = fs::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return unwritable(path, error.value());
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file == nullptr) return unwritable(path, errno);
  int problem = std::fwrite(text.data(), 1, text.size(), file) == text.size() ? 0 : errno;
  if (std::fclose(file) != 0 && problem == 0) problem = errno;
  if (problem == 0) return std::nullopt;
  fs::remove(path, error);
  return unwritable(path, problem);
}

// "3 of any: gap_a, gap_b and 1 more"
DiagnosticNote name_gaps(std::string_view what, std::span<const std::string> ids) {
  constexpr std::size_t most_named = 5;
  const auto named = ids.first(std::min(most_named, ids.size()));
  auto text = fmt::format("{} {}: {}", ids.size(), what, fmt::join(named, ", "));
  if (named.size() < ids.size()) text += fmt::format(" and {} more", ids.size() - named.size());
  return {std::move(text), {}};
}

// Which kinds the stub does not hold, and how to get them; nullopt if it holds all.
std::optional<Diagnostic> left_out(const gaps::GapReport& report, const gaps::RuleStub& stub, const std::string& path) {
  if (stub.kinds > 0 && stub.kinds == report.kinds) return std::nullopt;
  auto message = stub.kinds == 0 ? std::string("nothing was written: there is no kind that has a pattern")
                                 : fmt::format("it holds {} of {} kinds: those of platform {} that have a pattern", stub.kinds,
                                               report.kinds, stub.platform);
  Diagnostic problem{.code = "C009",
                     .severity = Severity::warning,
                     .message = std::move(message),
                     .where = {.path = path, .begin = {}, .end = {}}};
  for (const auto& [platform, ids] : stub.elsewhere) problem.notes.push_back(name_gaps("of " + platform, ids));
  if (!stub.without_pattern.empty()) problem.notes.push_back(name_gaps("without a pattern", stub.without_pattern));
  if (report.kinds > report.gaps.size()) {
    problem.notes.push_back({fmt::format("{} further ones: --most 0 takes them, too", report.kinds - report.gaps.size()), {}});
  }
  if (!stub.elsewhere.empty()) {
    problem.help = fmt::format("a rule file is of one platform: for the others, write more files, such as with --platform {}",
                               stub.elsewhere.begin()->first);
  }
  return problem;
}

ExitCode write_stub(const gaps::GapReport& report, const std::string& path) {
  const auto stub = gaps::rule_stub(report.gaps);
  if (!stub.text.empty()) {
    if (const auto problem = write_new_file(path, stub.text)) return refuse(*problem, ExitCode::input_unreadable);
  }
  if (const auto warning = left_out(report, stub, path)) complain(*warning);
  return ExitCode::ran;
}

}  // namespace

ExitCode run(const GapsOptions& options) {
  if (options.logs.empty() && input_is_terminal()) {
    return refuse({.code = "C001", .message = "no log was given", .help = "name log files or folders: syncdx gaps logs"},
                  ExitCode::wrong_usage);
  }
  if (!options.write.empty()) {
    if (const auto problem = refuse_stub(options.write)) return refuse(*problem, ExitCode::input_unreadable);
  }
  const auto paths = rule_paths(options.rules);
  if (!paths) return refuse(paths.error(), ExitCode::rules_invalid);
  const auto logs = options.logs.empty() ? std::vector<std::string>{"-"} : options.logs;
  const auto found = gaps::find_gaps({.rule_paths = *paths, .cache_dir = cache_directory(options.rules.cache)},
                                     {.logs = logs,
                                      .session_key = options.session_key,
                                      .platform = options.platform,
                                      .most = options.most,
                                      .redaction_key = redaction_key(),
                                      .threads = options.threads == 0 ? default_threads() : options.threads});
  if (!found) return refuse(found.error());
  complain_of_cache(found->warnings);
  complain(found->value.notes);
  const auto printed =
      print(options.looks.format == Format::json ? report::gaps_json(found->value)
                                                 : report::gaps_text(found->value, text_options(options.looks)));
  const auto written = options.write.empty() ? ExitCode::ran : write_stub(found->value, options.write);
  const bool nothing_read = found->value.log_lines == 0 && !found->value.notes.empty();
  return written != ExitCode::ran || nothing_read ? ExitCode::input_unreadable : printed;
}

}  // namespace syncdx::cli
