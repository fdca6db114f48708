// Expectation-maximisation for the numbers of a leaky noisy-OR network from labelled cases; formulas in syncdx/fit_rules.hpp.
// Plain numbers and indices, so that it can be tested on networks made up for it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace syncdx::evaluate {

// What one cause does to one finding of a case.
struct Touch {
  std::size_t finding = 0;  // of the case
  std::size_t number = 0;   // its strength
};

struct CaseCause {
  std::size_t prior = 0;  // number
  std::vector<Touch> touches;
};

struct CaseFinding {
  double leak = 0;
  bool present = false;
  double weight = 1;  // where absent: counts as so many cases of absence
};

// One labelled case. At most 12 causes may be active or not.
struct FitCase {
  std::vector<CaseFinding> findings;
  std::vector<CaseCause> active;      // by the label
  std::vector<CaseCause> maybe;       // active or not
  std::vector<std::size_t> inactive;  // priors of the causes that are not active
};

struct BetaPrior {
  double author = 0;  // mode
  double weight = 0;  // cases that it counts as
};

struct Estimate {
  std::vector<double> values;     // one per number
  std::vector<double> cases;      // how many cases spoke of it in the last round
  std::vector<double> objective;  // before each round, and at the end: ln likelihood + ln prior density, up to a constant
};

// Until a round changes no number by more than 1e-6, at most 500 rounds. Start: the authors' numbers.
[[nodiscard]] Estimate maximise(std::span<const FitCase> cases, std::span<const BetaPrior> priors);

// The objective at `values`.
[[nodiscard]] double objective_at(std::span<const FitCase> cases, std::span<const BetaPrior> priors,
                                  std::span<const double> values);

}  // namespace syncdx::evaluate
