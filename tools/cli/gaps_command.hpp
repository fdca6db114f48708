// syncdx gaps
#pragma once

#include "options.hpp"

#include <string>
#include <vector>

namespace syncdx::cli {

struct GapsOptions {
  RulesChoice rules;
  Looks looks;
  std::vector<std::string> logs;
  std::string session_key;  // as for batch
  std::string platform;     // kinds of this one only; empty: all
  std::size_t most = 50;
  std::string write;  // file for a rule stub; empty: none
  unsigned threads = 0;
};

[[nodiscard]] ExitCode run(const GapsOptions& options);

}  // namespace syncdx::cli
