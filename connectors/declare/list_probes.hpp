// What can be asked of a platform, as JSON for programs. Pure; thread safe.
#pragma once

#include "declare/connector.hpp"

#include <string>

namespace syncdx::connect {

// What a probe calls: "GET /oauth/access_scopes.json"; of a file or an address its place in the account; of one that reads
// another one's answer "the answer of ...".
[[nodiscard]] std::string endpoint_of(const ProbeSpec& probe);

// {"schema": 1, "platform", "title", "probes": [{"probe", "title", "purpose", "endpoint", "needs", "anonymous", "least_calls",
// "most_calls", "after", "unless_passed", "uses", "guide"}, ...]}, the probes in the connector's order. Ends in a newline.
[[nodiscard]] std::string list_json(const Connector& connector);

}  // namespace syncdx::connect
