// The files that a batch reads: paths, folders (recursive, links to folders not followed) and globs, sorted, each once whatever
// it is called.
#pragma once

#include "batch/piece_json.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::batch {

struct InputFile {
  std::string path;           // "-" is standard input
  std::uint64_t bytes = 0;    // on disk; 0 for standard input and pipes
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::uint64_t node = 0;     // inode; 0 for what is no file
  std::uint64_t device = 0;
};

struct InputList {
  std::vector<InputFile> files;
  std::vector<InputRecord> problems;  // what could not be listed
};

// `excluded`: a folder that is not entered (the output), empty for none.
[[nodiscard]] InputList list_inputs(const std::vector<std::string>& paths, const std::string& excluded);

// The file as it is now.
[[nodiscard]] InputFile look_at(const std::string& path);

}  // namespace syncdx::batch
