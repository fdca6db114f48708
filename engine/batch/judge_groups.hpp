// Sessions, brought together by a Shuffle, diagnosed by several threads and written in the order of their names.
#pragma once

#include "batch/copies.hpp"
#include "batch/input_states.hpp"
#include "batch/out_file.hpp"
#include "batch/part_table.hpp"
#include "batch/piece_json.hpp"
#include "batch/session.hpp"
#include "batch/shuffle.hpp"
#include "batch/summarise.hpp"

namespace syncdx::batch {

struct JudgeRun {
  const Knowledge& knowledge;
  const SampleLimits& limits;
  const EvidenceForm& form;
  const MergeOptions& options;
  const Callbacks& callbacks;
  const PartTable& parts;
  const InputStates& states;
  const Copies& copies;
  bool complete_only = false;  // leave out sessions that may go on in what was not read
};

enum class JudgeEnd { all, stopped };

// Each session's line goes to `out` (if callbacks can print it) and its figures to `summariser`; but of those that are
// left out, or not diagnosed since it was stopped, only how many there are. Fails on evidence that cannot be read, by the first
// such session.
[[nodiscard]] Result<JudgeEnd> judge_groups(const JudgeRun& run, Shuffle& shuffle, OutFile& out, Summariser& summariser);

}  // namespace syncdx::batch
