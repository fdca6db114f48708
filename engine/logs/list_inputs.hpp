// The files that are read when paths, folders (recursive, links to folders not followed) and globs are named: sorted, each once
// whatever it is called. What an earlier batch wrote into a folder is no log and is left out.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::logs {

struct InputFile {
  std::string path;           // "-" is standard input
  std::uint64_t bytes = 0;    // on disk; 0 for standard input and pipes
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::uint64_t node = 0;     // inode; 0 for what is no file
  std::uint64_t device = 0;
};

struct InputList {
  std::vector<InputFile> files;
  std::vector<Diagnostic> problems;  // L001: what could not be listed; where.path names it
};

// `excluded`: a folder that is not entered (the output), empty for none.
[[nodiscard]] InputList list_inputs(const std::vector<std::string>& paths, const std::string& excluded);

// The file as it is now.
[[nodiscard]] InputFile look_at(const std::string& path);

}  // namespace syncdx::logs
