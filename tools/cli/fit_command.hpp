// syncdx rules fit: priors and strengths proposed from labelled cases.
#pragma once

#include "options.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::cli {

enum class Proposal { shown, written };

struct FitRulesOptions {
  RulesChoice rules;
  Looks looks;
  std::string cases;
  std::vector<std::string> platforms;  // with rules of their own; empty: all
  std::optional<double> weight;        // none: the library's default
  std::optional<double> prior_weight;
  std::optional<double> unseen;
  std::optional<std::size_t> folds;
  std::string patch;  // file for the patch; empty: none
  Proposal proposal = Proposal::shown;
  std::optional<std::chrono::sys_seconds> now;
  unsigned threads = 0;  // 0: as many as there are processors
};

[[nodiscard]] ExitCode run(const FitRulesOptions& options);

}  // namespace syncdx::cli
