// syncdx rules new and rules draft: a rule and its test from what somebody saw.
#pragma once

#include "exit_code.hpp"

#include "syncdx/gaps.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::cli {

struct NewRuleOptions {
  std::string directory = "rules";  // where the rule goes: DIRECTORY/PLATFORM/CAUSE.yaml
  std::vector<std::string> rules;   // that it joins, besides those in `directory`
  gaps::NewRule said;
};

struct DraftRuleOptions {
  NewRuleOptions rule;
  std::string log;
  std::uint64_t at = 0;  // number of the line that shows the fault; 0: found
};

// Asks for what is missing if standard input is a terminal.
[[nodiscard]] ExitCode run(const NewRuleOptions& options);

// Takes lines, near misses and platform from the log where they are not given; leaves open what only a person knows.
[[nodiscard]] ExitCode run(const DraftRuleOptions& options);

}  // namespace syncdx::cli
