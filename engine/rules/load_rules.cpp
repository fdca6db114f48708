#include "rules/load.hpp"

#include "base/print_diagnostic.hpp"
#include "base/yaml_tree.hpp"
#include "rules/check_rules.hpp"
#include "rules/link_rules.hpp"
#include "rules/mend_rules.hpp"
#include "rules/raw_rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>

namespace syncdx::rules {
namespace {

constexpr std::size_t max_files = 20'000;

Diagnostic unreadable(const std::string& path, const std::string& why) {
  return {.code = "R003", .message = path + ": " + why, .help = "name a directory with rule files (*.yaml), or one such file"};
}

// Adds the file to `files`, or says why not.
std::optional<Diagnostic> read_file(const std::filesystem::path& path, std::vector<RuleFile>& files) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return unreadable(path.string(), "the file cannot be opened");
  // In pieces: a file may be no regular one, and its size is bounded whatever it says of itself.
  std::string text;
  std::array<char, 64U * 1024U> piece;
  while (stream && text.size() <= max_yaml_bytes) {
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);  // a byte order mark
  if (stream.bad()) return unreadable(path.string(), "the file cannot be read");
  files.push_back({path.string(), std::move(text)});
  return std::nullopt;
}

void read_directory(const std::filesystem::path& path, std::vector<RuleFile>& files, std::vector<Diagnostic>& problems) {
  std::error_code error;
  std::filesystem::recursive_directory_iterator entry(path, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_regular_file(ignored) || entry->path().extension() != ".yaml") continue;
    if (entry->path().native().ends_with(case_file_ending)) continue;
    if (files.size() >= max_files) {
      problems.push_back(unreadable(path.string(), "holds more than 20,000 rule files"));
      return;
    }
    if (auto problem = read_file(entry->path(), files)) problems.push_back(std::move(*problem));
  }
  if (error) problems.push_back(unreadable(path.string(), error.message()));
}

void add_snippets(std::vector<Diagnostic>& diagnostics, const std::vector<RuleFile>& files) {
  std::map<std::string_view, std::string_view> texts;
  for (const auto& file : files) texts.emplace(file.path, file.text);
  for (auto& diagnostic : diagnostics) {
    const auto found = texts.find(diagnostic.where.path);
    if (found == texts.end() || !diagnostic.snippet.empty() || diagnostic.where.begin.line == 0) continue;
    auto rest = found->second;
    for (auto line = diagnostic.where.begin.line; line > 1 && !rest.empty(); --line) {
      const auto end = rest.find('\n');
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    diagnostic.snippet = std::string(rest.substr(0, rest.find('\n')));
  }
}

}  // namespace

tl::expected<std::vector<RuleFile>, std::vector<Diagnostic>> read_rule_files(std::span<const std::string> paths) {
  std::vector<RuleFile> files;
  std::vector<Diagnostic> problems;
  for (const auto& path : paths) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) {
      read_directory(path, files, problems);
    } else if (auto problem = read_file(path, files)) {
      problems.push_back(std::move(*problem));
    }
  }
  if (problems.empty() && files.empty())
    problems.push_back(unreadable(paths.empty() ? "." : paths.front(), "no rule files there"));
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  std::ranges::sort(files, {}, &RuleFile::path);
  const auto [first, last] = std::ranges::unique(files, {}, &RuleFile::path);
  files.erase(first, last);
  return files;
}

Checked<RuleSet> load_rules(std::vector<RuleFile> files) {
  std::ranges::sort(files, {}, &RuleFile::path);
  Problems problems;
  std::vector<RawFile> raw;
  for (const auto& file : files) {
    auto tree = parse_yaml(file.path, file.text);
    if (tree) {
      raw.push_back(read_rules(file.path, *tree, problems));
    } else {
      auto& problem = tree.error();
      if (problem.code == "R001") problem.fix = missing_quotes(file.path, file.text, problem);
      if (!problem.fix.empty()) problem.help = "put the text in quotes: it holds ': '";
      problems.add(std::move(problem));
    }
  }
  const auto half_read = problems.files_with_errors();
  auto rules = link_rules(raw, problems);
  check_rules(rules, raw, half_read, problems);
  problems.apply_allowed(raw);
  const bool good = !problems.has_errors();
  auto diagnostics = std::move(problems).take();
  add_snippets(diagnostics, files);
  sort_diagnostics(diagnostics);
  if (!good) return tl::unexpected(std::move(diagnostics));
  return Loaded<RuleSet>{std::move(rules), std::move(diagnostics)};
}

}  // namespace syncdx::rules
