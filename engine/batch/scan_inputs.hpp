// Many inputs through many threads to evidence. Some threads read (and expand) an input each; the others scan blocks as they
// come; whoever finishes the block that is next in its source adds it to the source's sessions. Nobody waits for a lock while
// scanning, and what waits in queues is bounded.
#pragma once

#include "batch/block_scan.hpp"
#include "batch/list_inputs.hpp"
#include "batch/piece_json.hpp"
#include "syncdx/batch.hpp"

#include <functional>
#include <string>
#include <vector>

namespace syncdx::batch {

// Takes what an input gave. Calls for one input do not overlap and end with `done`; those for different inputs may come from
// different threads at once.
class EvidenceSink {
 public:
  EvidenceSink() = default;
  EvidenceSink(const EvidenceSink&) = delete;
  EvidenceSink& operator=(const EvidenceSink&) = delete;
  virtual ~EvidenceSink() = default;

  enum class End { read, stopped };

  // `lines`: evidence of input number `input`, each line with its newline. False: stop.
  [[nodiscard]] virtual bool add(std::size_t input, std::string_view lines) = 0;
  [[nodiscard]] virtual bool done(std::size_t input, End end) = 0;
};

struct ScanRun {
  const ScanPlan& plan;
  const ScanOptions& options;
  const PieceMask& mask;
  const std::string& rules_hash;
  const Callbacks& callbacks;
};

// `files`: those to be read. An input that cannot be read, or not wholly, gives evidence that says so.
void scan_inputs(const ScanRun& run, const std::vector<InputFile>& files, EvidenceSink& sink);

}  // namespace syncdx::batch
