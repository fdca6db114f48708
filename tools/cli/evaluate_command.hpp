// syncdx evaluate: how good the rules are on labelled cases.
#pragma once

#include "options.hpp"

#include <string>
#include <vector>

namespace syncdx::cli {

struct EvaluateOptions {
  RulesChoice rules;
  Looks looks;
  std::string cases;
  std::vector<std::string> platforms;  // with rules of their own; empty: all
  std::string folder;                  // --out; empty: none
  std::string plot;                    // --svg
  std::string save;
  std::string since;
  unsigned threads = 0;  // 0: as many as there are processors
};

[[nodiscard]] ExitCode run(const EvaluateOptions& options);

}  // namespace syncdx::cli
