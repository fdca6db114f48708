// From a probe to its HTTP request. Internal to run.
#pragma once

#include "declare/connector.hpp"
#include "net/http.hpp"
#include "setup/connections.hpp"

#include <chrono>
#include <string>

namespace syncdx::connect {

// The connection's account fields as this probe has them (`with`).
[[nodiscard]] Values account_of(const ProbeSpec& probe, const Prepared& prepared);

// Without credentials and time limits. `page` names the page that is wanted; empty: the first one. A probe with a `location`
// that is no address has that path as its URL (see is_file).
[[nodiscard]] net::HttpRequest request_of(const ProbeSpec& probe, const Connector& connector, const Prepared& prepared,
                                          const std::string& page, std::chrono::sys_seconds now);

// True for what is a path, not an address.
[[nodiscard]] bool is_file(const std::string& location);

// A file's content as an answer with status 200, so that an export is read from a file as from an address; at most `max_bytes`.
[[nodiscard]] Result<net::HttpAnswer> file_answer(const std::string& path, std::size_t max_bytes);

// "GET /admin/shop": what a person recognises; hosts and queries only get in the way.
[[nodiscard]] std::string shown_call(const net::HttpRequest& request);

}  // namespace syncdx::connect
