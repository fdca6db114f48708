// syncdx rules diff: what differs between two sets of rules.
#pragma once

#include "options.hpp"

#include <string>
#include <vector>

namespace syncdx::cli {

struct DiffRulesOptions {
  std::string before;
  std::string after;
  CacheUse cache = CacheUse::on;
  Looks looks;
  std::string cases;                   // labelled; empty: none
  std::vector<std::string> tests;      // case files; empty: those of the new rules, unless there are labelled cases
  std::vector<std::string> platforms;  // with rules of their own; empty: all
  double least_change = 0.05;
  unsigned threads = 0;  // 0: as many as there are processors
};

[[nodiscard]] ExitCode run(const DiffRulesOptions& options);

}  // namespace syncdx::cli
