#include "logs/list_inputs.hpp"

#include "logs/input.hpp"
#include "logs/result_names.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace syncdx::logs {
namespace {

namespace fs = std::filesystem;

class Lister {
 public:
  explicit Lister(const std::string& excluded) {
    std::error_code error;
    if (!excluded.empty()) excluded_ = fs::weakly_canonical(excluded, error);
  }

  void add(const std::string& path) {
    std::error_code error;
    if (path == "-" && !can_read_standard_input()) {
      add_problem("stdin", "standard input is closed", "Name a file, or pipe the log in.");
    } else if (path == "-") {
      list_.files.push_back({.path = path});
    } else if (fs::is_directory(path, error)) {
      if (is_excluded(path)) {
        named_results_ = path;
      } else {
        add_folder(path);
      }
    } else if (fs::exists(path, error)) {
      list_.files.push_back(look_at(path));
    } else if (path.find_first_of("*?[") != std::string::npos) {
      add_glob(path);
    } else {
      add_problem(path, error ? error.message() : std::error_code(ENOENT, std::generic_category()).message(),
                  path.starts_with("--") ? "Options must stand before --." : "Check the path for slips, and its permissions.");
    }
  }

  [[nodiscard]] InputList take() {
    if (list_.files.empty() && list_.problems.empty() && !named_results_.empty()) {
      add_problem(named_results_, "it is the folder that the results go to", "Name the logs, or another folder for --out.");
    }
    std::ranges::stable_sort(list_.files, {}, &InputFile::path);
    std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
    bool standard_input = false;
    std::erase_if(list_.files, [&](const InputFile& file) {
      if (file.path == "-") return std::exchange(standard_input, true);
      return file.node != 0 && !seen.emplace(file.device, file.node).second;
    });
    return std::move(list_);
  }

 private:
  [[nodiscard]] bool is_excluded(const fs::path& folder) const {
    std::error_code error;
    return !excluded_.empty() && fs::weakly_canonical(folder, error) == excluded_;
  }

  // What an earlier run wrote.
  static bool holds_results(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / diagnoses_name, error) && fs::exists(folder / summary_name, error);
  }

  static bool is_result(const fs::path& name) {
    return name == diagnoses_name || name == summary_name || name == page_name || name.extension() == part_suffix;
  }

  void add_folder(const fs::path& folder) {
    const bool results = holds_results(folder);
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) return add_problem(folder.string(), error.message());
    while (entries != fs::directory_iterator()) {
      const auto& entry = *entries;
      std::error_code ignored;
      if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) {
        const auto name = entry.path().filename();
        const bool unfinished = name == unfinished_name || name == sorting_name;
        if (!is_excluded(entry.path()) && !unfinished) add_folder(entry.path());
      } else if (entry.is_regular_file(ignored)) {
        if (!results || !is_result(entry.path().filename())) list_.files.push_back(look_at(entry.path().string()));
      }
      entries.increment(error);
      if (error) return add_problem(folder.string(), error.message());
    }
  }

  void add_glob(const std::string& pattern) {
    if (pattern.find("**") != std::string::npos) {  // glob(7) takes it for one *, and would pass over what is deeper
      return add_problem(pattern, "** is not known", "Name the folder instead: all that is in it is read.");
    }
    glob_t found{};
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
      for (std::size_t i = 0; i < found.gl_pathc; ++i) add(found.gl_pathv[i]);
    } else {
      add_problem(pattern, "no file has such a name");
    }
    ::globfree(&found);
  }

  void add_problem(const std::string& path, const std::string& why,
                   const std::string& help = "Check the path for slips, and its permissions.") {
    const auto name = repair_utf8(path);
    list_.problems.push_back({.code = "L001",
                              .message = fmt::format("cannot read '{}': {}", name, why),
                              .where = {.path = name, .begin = {}, .end = {}},
                              .help = help});
  }

  fs::path excluded_;
  std::string named_results_;  // the excluded folder, if it was named as an input
  InputList list_;
};

}  // namespace

InputFile look_at(const std::string& path) {
  InputFile file{.path = path};
  struct stat status {};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return file;
  constexpr std::int64_t second = 1'000'000'000;
  file.bytes = static_cast<std::uint64_t>(status.st_size);
  file.modified = std::int64_t{status.st_mtim.tv_sec} * second + status.st_mtim.tv_nsec;
  file.node = status.st_ino;
  file.device = status.st_dev;
  return file;
}

InputList list_inputs(const std::vector<std::string>& paths, const std::string& excluded) {
  Lister lister(excluded);
  for (const auto& path : paths) lister.add(path);
  return lister.take();
}

}  // namespace syncdx::logs
