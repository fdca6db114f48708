// The blocks of one source, put together in order: sessions stay open while they speak, and leave as pieces when they have been
// silent for long, when too many are open, or at the source's end. When a session leaves does not change what is said of it: it
// may come back as a further piece. So memory is bounded by the open sessions, and nothing depends on the bound.
#pragma once

#include "batch/block_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace syncdx::batch {

class SourceFold {
 public:
  // `limits` must outlive the fold. `most_open` >= 1.
  SourceFold(const SampleLimits& limits, std::size_t most_open) : limits_(limits), most_open_(most_open) {}

  // The next block. Pieces of sessions that left are added to `left`.
  void add(ScannedBlock block, std::vector<Piece>& left);

  // At the source's end: all that are open.
  void finish(std::vector<Piece>& left);

  [[nodiscard]] std::size_t open() const noexcept { return open_.size(); }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
  [[nodiscard]] std::uint64_t lines_without_session() const noexcept { return lines_without_session_; }

 private:
  struct Open {
    Piece piece;
    std::uint64_t last_block = 0;
    std::list<const std::string*>::iterator turn;
  };
  void add_piece(Piece&& piece);
  void leave(std::unordered_map<std::string, Open>::iterator session, std::vector<Piece>& left);

  const SampleLimits& limits_;
  std::size_t most_open_;
  std::unordered_map<std::string, Open> open_;
  std::list<const std::string*> turns_;  // the one that has been silent for longest first
  std::string last_session_;
  std::uint64_t blocks_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t lines_ = 0;
  std::uint64_t lines_without_session_ = 0;
};

}  // namespace syncdx::batch
