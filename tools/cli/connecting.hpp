// From a connection's name to observations: the connections file, the connector, the probes, and a line on standard error for
// each probe while it runs.
#pragma once

#include "options.hpp"

#include "declare/connector.hpp"
#include "setup/connections.hpp"
#include "syncdx/observation.hpp"
#include "syncdx/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::cli {

// The connections of the chosen file; every problem at once.
[[nodiscard]] tl::expected<std::vector<connect::Connection>, std::vector<Diagnostic>> connections_of(const std::string& file);

// The connector of a platform. P009 if there is none.
[[nodiscard]] tl::expected<connect::Connector, std::vector<Diagnostic>> connector_of(const std::string& platform);

struct Reached {
  std::string platform;
  std::vector<Observation> observations;
  double milliseconds = 0;
};

// Runs the probes of a connection; `redaction_key` as for the diagnosis that they go into. Ctrl-C ends them: what is known so
// far is returned.
[[nodiscard]] tl::expected<Reached, std::vector<Diagnostic>> reach(const std::string& connection, const ProbeChoice& choice,
                                                                   std::uint64_t redaction_key);

// Keeps them in `choice.record`, if that names a file.
[[nodiscard]] std::optional<Diagnostic> record(const std::string& connection, const Reached& reached,
                                               const ProbeChoice& choice);

}  // namespace syncdx::cli
