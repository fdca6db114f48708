// One block of a source: its hits judged, its lines counted, both given to their sessions. Independent of all other blocks, so
// any number of threads may do it; batch/source_fold.hpp puts the results together in order.
#pragma once

#include "batch/piece.hpp"
#include "logs/input.hpp"
#include "logs/session_key.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncdx::batch {

// What does not change during a run. References must outlive it.
struct ScanPlan {
  const evidence::CollectPlan& collect;
  const SampleLimits& limits;
  const logs::SessionKeys& keys;
  std::uint64_t mask_key = 0;
};

// How a source is read.
struct SourceForm {
  enum class Extent { whole, part };  // part: other scans have what comes before it and after

  std::string name;
  logs::KeyUse keys = logs::KeyUse::none;  // none: all of it is one session, named `name`
  Extent extent = Extent::whole;
  std::uint64_t part = 0;  // of a part: where in the log it begins
};

struct ScannedBlock {
  // By the first line's place. A first piece without a session belongs to the session that spoke last before the block.
  std::vector<Piece> pieces;
  std::string last_session;  // empty: no line has a key
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  LastTime last_time;       // of a part only
  bool other_keys = false;  // of a part that is read by the caller's own keys: lines without these have known ones
};

// The scratch of one thread. `plan` must outlive it.
class BlockScanner {
 public:
  explicit BlockScanner(const ScanPlan& plan);

  // Whether the block begins inside a long line.
  enum class Begin { new_line, inside_line };
  [[nodiscard]] ScannedBlock scan(const logs::Block& block, const SourceForm& source, Begin begin);

 private:
  struct Line;
  [[nodiscard]] LineTime time_of(const logs::Block& block, std::size_t begin, std::string_view line) const;
  void add_hits(const logs::Block& block, const Line& line, Piece& piece);
  std::size_t piece_of(std::string_view fresh, std::size_t begin, std::size_t end);
  Piece& open_piece(const std::string& session, std::uint64_t offset);

  const ScanPlan& plan_;
  match::Scanner scanner_;
  evidence::LineJudge judge_;
  ScannedBlock result_;
  const SourceForm* source_ = nullptr;

  struct Ends {
    std::size_t first_begin = 0;
    std::size_t last_begin = 0;
  };
  std::vector<Ends> ends_;  // of each piece, offsets into the fresh bytes
  std::unordered_map<std::string, std::size_t> places_;
  std::string key_;
  std::size_t current_ = 0;
};

}  // namespace syncdx::batch
