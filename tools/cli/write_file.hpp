// Files that a command was asked to write.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <optional>
#include <span>
#include <string>

namespace syncdx::cli {

struct FileToWrite {
  std::string path;  // its folder is made if it is missing
  std::string content;
};

// Writes each file aside and renames it into place, so that no reader sees half of one. Stops at the first that fails: C004.
[[nodiscard]] std::optional<Diagnostic> write_files(std::span<const FileToWrite> files);

}  // namespace syncdx::cli
