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
  // `limits` and `form` must outlive the fold. `most_open` >= 1.
  SourceFold(const SourceForm& form, const SampleLimits& limits, std::size_t most_open)
      : form_(form), limits_(limits), most_open_(most_open) {}

  // The next block. Pieces of sessions that left are added to `left`.
  void add(ScannedBlock block, std::vector<Piece>& left);

  // At the source's end, or where the reading was stopped: all that are open. In a part, the lines before the first key are a
  // piece without a session. A source that is one session is marked as broken off; of others the sessions' ends tell.
  enum class End { read, stopped };
  void finish(End end, std::vector<Piece>& left);

  [[nodiscard]] std::size_t open() const noexcept { return open_.size(); }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
  [[nodiscard]] std::uint64_t lines_without_session() const noexcept { return lines_without_session_; }
  [[nodiscard]] const std::string& last_session() const noexcept { return last_session_; }  // empty: no line has a key
  [[nodiscard]] const LastTime& last_time() const noexcept { return last_time_; }           // of a part
  [[nodiscard]] bool other_keys() const noexcept { return other_keys_; }                    // of a part (ScannedBlock)

 private:
  struct Open {
    Piece piece;
    std::uint64_t last_block = 0;
    std::list<const std::string*>::iterator turn;
  };
  void add_piece(Piece&& piece);
  void add_before_keys(Piece&& piece);
  void leave(std::unordered_map<std::string, Open>::iterator session, std::vector<Piece>& left);

  const SourceForm& form_;
  const SampleLimits& limits_;
  std::size_t most_open_;
  std::unordered_map<std::string, Open> open_;
  std::list<const std::string*> turns_;  // the one that has been silent for longest first
  std::string last_session_;
  Piece before_keys_;  // of a part
  LastTime last_time_{.known = {}, .back = {}, .open = true};
  bool other_keys_ = false;
  std::uint64_t blocks_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t lines_ = 0;
  std::uint64_t lines_without_session_ = 0;
};

}  // namespace syncdx::batch
