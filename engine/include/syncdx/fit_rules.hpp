// Priors and strengths proposed from labelled cases, as a patch to the rule files for a person to review.
//
// The model is that of the diagnosis (leaky noisy-OR, infer/network.hpp), its leaks kept. Each number theta that an author
// wrote (or gave as a word) has a Beta prior whose mode is the author's number theta0 and which weighs as much as s cases:
// Beta(1 + s theta0, 1 + s (1 - theta0)). Expectation-maximisation (Dempster, Laird & Rubin 1977) finds a posterior mode; the
// hidden parts are which active cause brought a present finding about, and which of a case's `other_causes` are at work:
//   E: for a finding f that is present while the causes A are active, cause c of A with strength w brought it about with
//      probability w / (1 - (1 - leak) * prod over A of (1 - strength)); where f is absent it did not.
//   M: theta = (s theta0 + number of times that it did) / (s + number of times that it could have).
// The labelled cause is active, causes not named by the label are not. A number that a refinement inherits is one number: the
// cases of all platforms that share it count together. In an excerpt, a line that is not seen is only weakly missing: it counts
// as `unseen` cases of absence (the diagnosis itself takes a missing wording as a fifth: decision 3 of engine/doc/design.md).
// The posterior mode's objective rises with every step; tests/fit holds it against enumeration and against a direct search.
#pragma once

#include "syncdx/evaluate.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace syncdx::evaluate {

struct FitOptions {
  EvaluateOptions run{};
  double weight = 20;         // s of strengths: an author's number counts as much as so many cases
  double prior_weight = 500;  // s of priors
  double unseen = 0.2;        // see above; 0: lines that are not seen say nothing; [0,1]
  std::size_t folds = 5;      // of the cross-validation; 0: none
  std::string note{};         // put behind each changed cause's basis, such as "fitted 2026-11-25 to 141 cases"
};

// A number that the cases would change. Written with two significant digits; the model is measured with what is written.
struct FittedNumber {
  std::string cause;    // full name of the cause in whose item it stands
  std::string symptom;  // empty: the cause's prior
  double before = 0;
  double after = 0;
  double cases = 0;     // how many cases speak of it, unseen lines counted in part
  std::string written;  // what stands in the file now: a number or a word
  SourceRange where;
};

// Figures on cases that the numbers were not fitted to: each case is diagnosed with numbers fitted without its fold.
struct CrossValidation {
  std::size_t folds = 0;
  Figures before;
  Figures after;
  std::size_t better = 0;  // cases whose right cause ranks higher, or whose first issue became right
  std::size_t worse = 0;
};

struct FilePatch {
  std::string path;
  std::string text;  // the whole file, changed
  std::string diff;  // unified, for `patch -p0`
};

struct Fit {
  std::size_t cases = 0;               // that were used
  std::vector<std::string> unmatched;  // ids of cases whose cause the rules do not hold on that platform: not used
  std::vector<FittedNumber> numbers;   // by file and place
  std::vector<FilePatch> patches;      // by path; only files that change
  std::size_t rounds = 0;              // of expectation and maximisation
  double objective_before = 0;         // ln of the posterior density of all numbers, up to a constant
  double objective_after = 0;
  Figures on_the_cases_before;  // of all cases, with the authors' numbers
  Figures on_the_cases_after;   // with the fitted ones: flattered, since they were fitted to them
  std::optional<CrossValidation> validation;
};

// Nothing is written. Fails as Engine::load does, and with E006 if a number cannot be found in its file.
[[nodiscard]] Checked<Fit> fit_rules(const EngineOptions& rules, const LabelledCases& cases, const FitOptions& options);

}  // namespace syncdx::evaluate
