// Reads a case's logs and scans them on one or several threads; the result does not depend on their number.
#pragma once

#include "evidence/collect.hpp"
#include "logs/input.hpp"
#include "syncdx/engine.hpp"

namespace syncdx {

struct Scanned {
  evidence::LogEvidence evidence;
  logs::Inputs inputs;
};

[[nodiscard]] Result<Scanned> scan_inputs(const evidence::CollectPlan& plan, const Case& question);

// The same for texts already in memory (an export's error messages), each a source of its own named `name`.
void scan_messages(const evidence::CollectPlan& plan, const std::vector<std::string>& messages, const std::string& name,
                   Scanned& scanned);

}  // namespace syncdx
