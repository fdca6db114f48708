// Parts of a log that were scanned apart, brought together again: which session goes on at a part's beginning, what time its
// first lines have, and the numbers of its lines in the log. What comes out is what one scan of the whole log gives.
//
// First all records are added, then `settle` is called once; `complete` is const and safe from many threads.
#pragma once

#include "batch/piece_json.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace syncdx::batch {

class PartTable {
 public:
  // A record of a part; others are passed over.
  void add(const InputRecord& record);

  // A piece without a session: lines before the first key of a part.
  void put_aside(Piece piece) { aside_.push_back(std::move(piece)); }

  struct Settled {
    std::vector<Piece> pieces;         // those put aside, each of a session now
    std::vector<InputRecord> records;  // of lines that are of none, and of parts that do not fit their log (B010, B011)
  };
  [[nodiscard]] Settled settle();

  // Line numbers and times as they are in the log.
  void complete(Piece& piece) const;

 private:
  struct Part {
    PartRecord record;
    std::uint64_t lines = 0;
    bool broken_off = false;         // the part is not whole
    bool follows = false;            // the part before it is there, and whole
    std::uint64_t lines_before = 0;  // in the parts before it
    std::string session;             // of its lines before the first key; empty: none
  };
  struct Log {
    std::vector<Part> parts;  // by offset
    logs::KeyUse keys = logs::KeyUse::none;

    // Index of the part that begins at `offset`; parts.size() if there is none.
    [[nodiscard]] std::size_t find(std::uint64_t offset) const;
  };
  static void settle(const std::string& name, Log& log, std::vector<InputRecord>& problems);
  [[nodiscard]] static std::optional<logs::TimePoint> time_before(const Log& log, std::size_t part, OpenTime place);

  std::map<std::string, Log> logs_;  // by name
  std::vector<Piece> aside_;
};

}  // namespace syncdx::batch
