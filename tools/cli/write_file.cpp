#include "write_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace syncdx::cli {
namespace {

Diagnostic unwritable(const std::string& path, const std::string& why) {
  return {.code = "C004",
          .message = fmt::format("{} cannot be written: {}", path, why),
          .help = "name a place that you may write to"};
}

std::optional<Diagnostic> write_file(const FileToWrite& file) {
  std::error_code error;
  const std::filesystem::path path(file.path);
  // What is no regular file (/dev/stdout, a pipe) takes the bytes as they come.
  const bool in_place = std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error);
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (error) return unwritable(file.path, error.message());
  const auto target = in_place ? file.path : file.path + ".new";
  std::ofstream stream(target, std::ios::binary | std::ios::trunc);
  stream << file.content;
  stream.close();
  if (!stream) {
    if (!in_place) std::filesystem::remove(target, error);
    return unwritable(file.path, "the file cannot be opened or written");
  }
  if (in_place) return std::nullopt;
  std::filesystem::rename(target, path, error);
  if (!error) return std::nullopt;
  const auto why = error.message();
  std::filesystem::remove(target, error);
  return unwritable(file.path, why);
}

}  // namespace

std::optional<Diagnostic> write_files(std::span<const FileToWrite> files) {
  for (const auto& file : files) {
    if (auto problem = write_file(file)) return problem;
  }
  return std::nullopt;
}

}  // namespace syncdx::cli
