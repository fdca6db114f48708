// A session's line in diagnoses.jsonl, slim: what session_json gives for it. Pure; thread safe.
#pragma once

#include "syncdx/batch.hpp"

#include <string>

namespace syncdx::report {

[[nodiscard]] std::string slim_session_line(const batch::SessionDiagnosis& session);

}  // namespace syncdx::report
