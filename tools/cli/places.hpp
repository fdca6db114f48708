// Where the program finds its rules and keeps its cache, and the other things that it takes from its surroundings.
#pragma once

#include "options.hpp"

#include "syncdx/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::cli {

// The rules that come with the program: share/syncdx/rules beside it, else, for a program that runs in its build tree, the
// source tree's, else those where it was meant to be installed. C003 if there are none.
[[nodiscard]] Result<std::string> installed_rules();

// Paths as a user names them: several may be parted by ":", and `installed` stands for installed_rules() (./installed for a
// folder of that name). C003 if there are none.
[[nodiscard]] Result<std::vector<std::string>> named_rules(const std::vector<std::string>& names);

// --rules, else $SYNCDX_RULES, else the installed ones; named as above.
[[nodiscard]] Result<std::vector<std::string>> rule_paths(const RulesChoice& choice);

// Where the tests of rules stand: files that end in .cases.yaml among them, tests/cases beside a directory of them. Empty if
// there are none.
[[nodiscard]] std::vector<std::string> case_paths_beside(const std::vector<std::string>& rule_paths);

// $SYNCDX_CONNECTORS, else where the rules would be found, for connectors; empty if there are none.
[[nodiscard]] std::string connectors_directory();

// $XDG_CONFIG_HOME/syncdx/connections.yaml, else ~/.config/syncdx/connections.yaml; empty without a home.
[[nodiscard]] std::string default_connections_file();

// $SYNCDX_CACHE_DIR, else $XDG_CACHE_HOME/syncdx, else ~/.cache/syncdx; empty (no cache) if there is no home or it is not
// wanted.
[[nodiscard]] std::string cache_directory(CacheUse use);

// Drawn at random, so that masks of different runs cannot be compared; $SYNCDX_REDACTION_KEY, a number, makes them comparable.
[[nodiscard]] std::uint64_t redaction_key();

// C001 if $SYNCDX_REDACTION_KEY is no such number: a key drawn instead would leave masks that were meant to be equal unequal.
// Says nothing of what it is, which is a secret.
[[nodiscard]] std::optional<Diagnostic> refuse_redaction_key();

// What the environment says of a proxy for https: https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY; no_proxy, NO_PROXY.
struct ProxySettings {
  std::string url{};
  std::string exceptions{};
};
[[nodiscard]] ProxySettings proxy_settings();

[[nodiscard]] std::chrono::sys_seconds system_time();

// One per processor.
[[nodiscard]] unsigned default_threads();

}  // namespace syncdx::cli
