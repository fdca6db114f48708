#include "rule_tests/read_cases.hpp"

#include "base/yaml_tree.hpp"
#include "logs/input.hpp"
#include "rules/load.hpp"

#include <algorithm>
#include <filesystem>

namespace syncdx::rule_tests {
namespace {

Diagnostic unreadable(const std::string& path, const std::string& why) {
  return {.code = "T001", .message = path + ": " + why, .help = "name a directory with case files (*.yaml), or one such file"};
}

std::vector<std::string> files_below(const std::filesystem::path& directory, std::vector<Diagnostic>& problems) {
  std::vector<std::string> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator entry(directory, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored) && entry->path().extension() == ".yaml") files.push_back(entry->path().string());
  }
  if (error) problems.push_back(unreadable(directory.string(), error.message()));
  const auto is_own = [](const auto& file) { return file.ends_with(rules::case_file_ending); };
  if (std::ranges::any_of(files, is_own)) std::erase_if(files, [&](const auto& file) { return !is_own(file); });
  return files;
}

std::string line_of(std::string_view text, std::uint32_t number) {
  for (; number > 1; --number) {
    const auto newline = text.find('\n');
    if (newline == std::string_view::npos) return {};
    text.remove_prefix(newline + 1);
  }
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::vector<std::string> find_case_files(std::span<const std::string> paths, std::vector<Diagnostic>& problems) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      const auto found = files_below(path, problems);
      files.insert(files.end(), found.begin(), found.end());
    } else {
      files.push_back(path);
    }
  }
  std::ranges::sort(files);
  const auto [first, last] = std::ranges::unique(files);
  files.erase(first, last);
  if (files.empty() && problems.empty())
    problems.push_back(unreadable(paths.empty() ? "." : paths.front(), "no case files there"));
  return files;
}

std::vector<TestCase> load_cases(std::span<const std::string> files, const rules::RuleSet& rules,
                                 std::vector<Diagnostic>& problems) {
  std::vector<TestCase> cases;
  for (const auto& file : files) {
    const auto text = logs::read_document(file, max_yaml_bytes);
    if (!text) {
      problems.push_back(unreadable(file, text.error().message));
      continue;
    }
    const auto before = problems.size();
    auto read = read_cases(file, *text, rules, problems);
    for (auto i = before; i < problems.size(); ++i) {
      if (problems[i].snippet.empty()) problems[i].snippet = line_of(*text, problems[i].where.begin.line);
    }
    std::ranges::move(read, std::back_inserter(cases));
  }
  return cases;
}

}  // namespace syncdx::rule_tests
