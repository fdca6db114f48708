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
#include <string>
#include <vector>

namespace syncdx::connect {

enum class ProbeState { pending, running, resting, ended };

// What happens to a probe, for a progress line.
struct ProbeEvent {
  std::string probe;
  std::string title;
  ProbeState state = ProbeState::pending;  // all are told of as pending, in the plan's order, before the first one runs
  Outcome outcome = Outcome::skipped;      // once it has ended
  std::string reason;
  double milliseconds = 0;
};

struct RunOptions {
  std::vector<std::string> only;  // probes wanted; what they need runs too; empty: all
  std::size_t budget = 100;       // calls, retries, further pages and logins included
  // What it is worth to be told a probe's facts (any unit, >= 0): the best per call come first, and where the budget does not
  // pay for all, the others are skipped. Empty: all the same.
  std::function<double(const ProbeSpec&)> worth{};
  std::string proxy{};  // as net::ClientOptions
  std::string no_proxy{};
  std::chrono::milliseconds call_timeout{15'000};
  std::chrono::milliseconds total_timeout{120'000};
  std::uint64_t redaction_key = 0;
  std::function<void(const ProbeEvent&)> on_event{};
  std::function<bool()> stop{};  // asked often; true: end with what is known
};

// One observation for each probe of the plan, in the connector's order, the login first where there is one
// ("<platform>_login"), and at the end, if the connector is a platform's, "overall": the facts of all of them together. Nothing
// of it holds a secret.
[[nodiscard]] std::vector<Observation> run_probes(const Connector& connector, const Prepared& prepared,
                                                  const RunOptions& options);

// The facts of all observations together, as an observation named "overall". The names and meanings: connectors/README.md.
[[nodiscard]] Observation overall(const std::vector<Observation>& observations);

}  // namespace syncdx::connect
