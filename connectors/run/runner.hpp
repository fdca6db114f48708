// Runs the probes of one connection: a plan (what needs what), calls at once within what the platform bears, a budget, retries
// after 429 and 5xx, time limits, and an end at any moment with what is known so far. One thread, no locks; the client's calls
// run side by side.
#pragma once

#include "declare/connector.hpp"
#include "net/http.hpp"
#include "setup/connections.hpp"
#include "syncdx/observation.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::connect {

// What happens to a probe, for a progress line. `outcome` once it has ended.
struct ProbeEvent {
  std::string probe;
  std::string title;
  std::optional<Outcome> outcome;  // none: it runs now
  std::string reason;
  double milliseconds = 0;
};

struct RunOptions {
  std::vector<std::string> only;  // probes wanted; what they need runs too; empty: all
  std::size_t budget = 100;       // calls, retries and logins included
  std::chrono::milliseconds call_timeout{15'000};
  std::chrono::milliseconds total_timeout{120'000};
  std::uint64_t redaction_key = 0;
  std::function<void(const ProbeEvent&)> on_event{};
  std::function<bool()> stop{};  // asked often; true: end with what is known
};

// One observation for each probe of the plan, in the connector's order, the login first where there is one
// ("<platform>_login"), and at the end "overall": the facts of all of them together. Nothing of it holds a secret.
[[nodiscard]] std::vector<Observation> run_probes(const Connector& connector, const Prepared& prepared,
                                                  const RunOptions& options);

// The facts of all observations together, as an observation named "overall". The names and meanings: connectors/README.md.
[[nodiscard]] Observation overall(const std::vector<Observation>& observations);

}  // namespace syncdx::connect
