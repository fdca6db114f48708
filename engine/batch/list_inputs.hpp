// The files that a batch reads (logs/list_inputs.hpp), with what could not be listed as evidence.
#pragma once

#include "batch/piece_json.hpp"
#include "logs/list_inputs.hpp"

#include <string>
#include <vector>

namespace syncdx::batch {

using logs::InputFile;
using logs::look_at;

struct InputList {
  std::vector<InputFile> files;
  std::vector<InputRecord> problems;
};

[[nodiscard]] InputList list_inputs(const std::vector<std::string>& paths, const std::string& excluded);

}  // namespace syncdx::batch
