// Makes compressed files and archives in memory with libarchive, and files on disk, for the tests of reading.
#pragma once

#include "logs/input.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncdx::test {

enum class Pack { gzip, zstd, bzip2, xz, zip, tar, tar_gzip };

using Members = std::vector<std::pair<std::string, std::string>>;  // name, content

// For the compressed streams only the first member's content counts. A `password` encrypts zip members.
[[nodiscard]] std::string pack(Pack kind, const Members& members, const std::string& password = {});

// A directory of its own below the system's place for temporary files; removed at the end.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory();

  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  // Writes a file and gives its path.
  [[nodiscard]] std::string write(const std::string& name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

// All blocks of one reading, and what they say together.
struct Gathered {
  std::vector<logs::Block> blocks;
  logs::Inputs inputs;

  // The new bytes of one source, joined.
  [[nodiscard]] std::string text(std::size_t source = 0) const;
};

[[nodiscard]] Gathered gather_text(std::string_view text, const logs::ReadOptions& options = {});
[[nodiscard]] Gathered gather_packed(std::string_view bytes, const logs::ReadOptions& options = {});

}  // namespace syncdx::test
