// What a probe saw: the outcome, typed facts, and the platform's own words where it refused. Kept in a recording (JSON), so
// that the same diagnosis can be made again without a platform. Values only; safe to copy.
#pragma once

#include "syncdx/observation.hpp"
#include "syncdx/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncdx::connect {

// All that was seen of one connection in one run.
struct Recording {
  std::string connection;
  std::string platform;
  std::string taken_at;     // RFC 3339, UTC
  double milliseconds = 0;  // of all probes together
  std::vector<Observation> observations;
};

[[nodiscard]] std::string to_json(const Recording& recording);

// P012 if `text` is no recording; at most 16 MiB, 10,000 observations.
[[nodiscard]] Result<Recording> read_recording(const std::string& name, std::string_view text);

}  // namespace syncdx::connect
