// Brings the evidence of each session together: an external merge sort of lines by session, in bounded memory. Sorted runs go
// to files in a folder of the caller's, which are removed again.
#pragma once

#include "syncdx/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::batch {

// All lines of one session, sorted by their bytes.
struct Group {
  std::string session;
  std::vector<std::string> lines;
};

class Shuffle {
 public:
  // `folder` exists; at most about `memory` bytes are held.
  Shuffle(std::string folder, std::size_t memory);
  Shuffle(Shuffle&&) = delete;
  ~Shuffle();

  // B005 if a run cannot be written.
  [[nodiscard]] Result<void> add(std::string_view session, std::string_view line);

  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }  // that were added

  // The next session in byte order of the names; nothing at the end. No more can be added after the first call.
  [[nodiscard]] Result<std::optional<Group>> next();

 private:
  struct Entry {  // into text_
    std::size_t begin = 0;
    std::uint32_t session = 0;  // bytes
    std::uint32_t line = 0;     // bytes behind the session's
  };
  class Run;

  void sort();
  [[nodiscard]] Result<void> write_run();
  [[nodiscard]] Result<void> begin_reading();
  [[nodiscard]] Diagnostic cannot_read() const;
  [[nodiscard]] std::string_view session_of(const Entry& entry) const {
    return std::string_view(text_).substr(entry.begin, entry.session);
  }
  [[nodiscard]] std::string_view line_of(const Entry& entry) const {
    return std::string_view(text_).substr(entry.begin + entry.session, entry.line);
  }

  std::string folder_;
  std::size_t memory_;
  std::uint64_t lines_ = 0;
  std::string text_;
  std::vector<Entry> entries_;
  std::vector<std::string> paths_;
  std::vector<std::unique_ptr<Run>> runs_;  // a heap, the smallest in front
  std::size_t at_ = 0;                      // of entries_, where all fits in memory
  bool reading_ = false;
};

}  // namespace syncdx::batch
