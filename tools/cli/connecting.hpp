// From a connection's name to observations: the connections file, the connector, the probes, and a line on standard error for
// each probe while it runs.
#pragma once

#include "options.hpp"

#include "declare/connector.hpp"
#include "setup/connections.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::cli {

// The connections of the chosen file; every problem at once.
[[nodiscard]] tl::expected<std::vector<connect::Connection>, std::vector<Diagnostic>> connections_of(const std::string& file);

// The connector of a platform. P009 if there is none.
[[nodiscard]] tl::expected<connect::Connector, std::vector<Diagnostic>> connector_of(const std::string& platform);

// A connection that can be asked: its connector, and what it needs. Holds secrets.
struct Target {
  connect::Connector connector;
  connect::Prepared prepared;
};

// The connections with these names, ready; every problem at once.
[[nodiscard]] tl::expected<std::vector<Target>, std::vector<Diagnostic>> targets_of(const std::vector<std::string>& names,
                                                                                    const ProbeChoice& choice);

// The first platform that is asked; empty if only exports are read.
[[nodiscard]] std::string platform_of(const std::vector<Target>& targets);

struct Reached {
  std::string connection{};  // names, parted by ", "
  std::string platform{};
  std::vector<Observation> observations{};
  double milliseconds = 0;
};

// Runs the probes, one target after another; `redaction_key` as for the diagnosis that they go into; `doubt` says which are
// worth most (empty: all the same). Ctrl-C ends them: what is known so far is returned.
[[nodiscard]] Reached reach(const std::vector<Target>& targets, const ProbeChoice& choice, std::uint64_t redaction_key,
                            const Doubt& doubt);

// Keeps them in `choice.record`, if that names a file.
[[nodiscard]] std::optional<Diagnostic> record(const Reached& reached, const ProbeChoice& choice);

}  // namespace syncdx::cli
