// One line on the terminal that says how far a batch is; silent where standard error is no terminal.
#pragma once

#include "syncdx/batch.hpp"

#include <chrono>
#include <mutex>
#include <string>

namespace syncdx::cli {

class ProgressLine {
 public:
  ProgressLine();

  // At most ten times a second. Safe from many threads.
  void show(const batch::Progress& progress);

  // Removes the line.
  void clear();

  // "61 %, 10 s left: 12.3 GB of 20.0 GB, 812 MB/s, 1204 sessions, 87 with errors, 3 of 9 inputs": `seconds` since the stage
  // began.
  [[nodiscard]] static std::string text_of(const batch::Progress& progress, double seconds);

 private:
  using Clock = std::chrono::steady_clock;
  const bool on_terminal_;
  std::mutex mutex_;
  batch::Progress::Stage stage_ = batch::Progress::Stage::scanning;
  Clock::time_point stage_start_ = Clock::now();
  Clock::time_point next_ = stage_start_;
  bool shown_ = false;
};

}  // namespace syncdx::cli
