// Waits until one of some files changes, appears or goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::cli {

class FileWatch {
 public:
  // Files, and directories with all that is below them. From now on, Ctrl-C (SIGINT) and SIGTERM end the waiting instead of the
  // program.
  explicit FileWatch(std::vector<std::string> paths);

  // Looks twice a second. Returns true once a change is seen and the files have been still for a moment, false when the user
  // has asked for the end.
  [[nodiscard]] bool wait_for_change();

 private:
  [[nodiscard]] std::uint64_t fingerprint() const;  // of names, sizes and times of change

  std::vector<std::string> paths_;
  std::uint64_t seen_ = 0;
};

}  // namespace syncdx::cli
