// The totals of a session as logs tell them in words: "fetched 412, saved 300, failed 0, skipped 2". Internal to evidence.
#pragma once

#include "evidence/tether_sessions.hpp"

#include <optional>
#include <string_view>

namespace syncdx::evidence {

// A session with its counts only; nothing if the line does not tell how many records were fetched and two of the others.
[[nodiscard]] std::optional<Session> read_plain_totals(std::string_view line);

}  // namespace syncdx::evidence
