#include "fit/expectation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace syncdx::evaluate {
namespace {

constexpr std::size_t most_rounds = 500;
constexpr double settled = 1e-6;
constexpr double least = 1e-12;  // as in infer/evidence.hpp: nothing is quite impossible

double log_of(double p) { return std::log(std::max(p, least)); }

// Sums over the states of a case's `maybe` causes, one state at a time.
class CaseStates {
 public:
  CaseStates(const FitCase& labelled, std::span<const double> values) : case_(labelled), values_(values) {}

  [[nodiscard]] std::size_t count() const { return std::size_t{1} << case_.maybe.size(); }

  [[nodiscard]] std::vector<const CaseCause*> active(std::size_t state) const {
    std::vector<const CaseCause*> causes;
    for (const auto& cause : case_.active) causes.push_back(&cause);
    for (std::size_t i = 0; i < case_.maybe.size(); ++i) {
      if ((state >> i & 1U) != 0) causes.push_back(&case_.maybe[i]);
    }
    return causes;
  }

  // P(not shown) of each finding.
  [[nodiscard]] std::vector<double> misses(std::span<const CaseCause* const> causes) const {
    std::vector<double> result;
    for (const auto& finding : case_.findings) result.push_back(1 - finding.leak);
    for (const auto* cause : causes) {
      for (const auto& touch : cause->touches) result[touch.finding] *= std::max(1 - values_[touch.number], least);
    }
    return result;
  }

  // ln P(findings, causes in this state).
  [[nodiscard]] double log_joint(std::size_t state) const {
    double sum = 0;
    for (const auto& cause : case_.active) sum += log_of(values_[cause.prior]);
    for (const auto prior : case_.inactive) sum += log_of(1 - values_[prior]);
    for (std::size_t i = 0; i < case_.maybe.size(); ++i) {
      const double p = values_[case_.maybe[i].prior];
      sum += log_of((state >> i & 1U) != 0 ? p : 1 - p);
    }
    const auto miss = misses(active(state));
    for (std::size_t f = 0; f < miss.size(); ++f) {
      const auto& finding = case_.findings[f];
      sum += finding.present ? log_of(1 - miss[f]) : finding.weight * log_of(miss[f]);
    }
    return sum;
  }

 private:
  const FitCase& case_;
  std::span<const double> values_;
};

double log_sum(std::span<const double> logs) {
  const double most = *std::ranges::max_element(logs);
  double sum = 0;
  for (const double value : logs) sum += std::exp(value - most);
  return most + std::log(sum);
}

std::vector<double> log_joints(const CaseStates& states) {
  std::vector<double> logs;
  for (std::size_t state = 0; state < states.count(); ++state) logs.push_back(states.log_joint(state));
  return logs;
}

struct Counts {
  std::vector<double> yes;
  std::vector<double> no;
};

// Adds what one case is expected to say of every number.
void expect(const FitCase& labelled, std::span<const double> values, Counts& counts) {
  const CaseStates states(labelled, values);
  const auto logs = log_joints(states);
  const double whole = log_sum(logs);
  for (const auto& cause : labelled.active) counts.yes[cause.prior] += 1;
  for (const auto prior : labelled.inactive) counts.no[prior] += 1;
  for (std::size_t state = 0; state < states.count(); ++state) {
    const double share = std::exp(logs[state] - whole);
    for (std::size_t i = 0; i < labelled.maybe.size(); ++i) {
      ((state >> i & 1U) != 0 ? counts.yes : counts.no)[labelled.maybe[i].prior] += share;
    }
    const auto causes = states.active(state);
    const auto misses = states.misses(causes);
    for (const auto* cause : causes) {
      for (const auto& touch : cause->touches) {
        const auto& finding = labelled.findings[touch.finding];
        if (!finding.present) {
          counts.no[touch.number] += share * finding.weight;
          continue;
        }
        const double did = std::min(1.0, values[touch.number] / std::max(1 - misses[touch.finding], least));
        counts.yes[touch.number] += share * did;
        counts.no[touch.number] += share * (1 - did);
      }
    }
  }
}

}  // namespace

double objective_at(std::span<const FitCase> cases, std::span<const BetaPrior> priors, std::span<const double> values) {
  double sum = 0;
  for (const auto& labelled : cases) sum += log_sum(log_joints(CaseStates(labelled, values)));
  for (std::size_t i = 0; i < priors.size(); ++i) {
    const auto& [author, weight] = priors[i];
    if (author > 0) sum += weight * author * log_of(values[i]);
    if (author < 1) sum += weight * (1 - author) * log_of(1 - values[i]);
  }
  return sum;
}

Estimate maximise(std::span<const FitCase> cases, std::span<const BetaPrior> priors) {
  Estimate estimate;
  for (const auto& prior : priors) estimate.values.push_back(prior.author);
  for (std::size_t round = 0; round < most_rounds; ++round) {
    estimate.objective.push_back(objective_at(cases, priors, estimate.values));
    Counts counts{std::vector<double>(priors.size()), std::vector<double>(priors.size())};
    for (const auto& labelled : cases) expect(labelled, estimate.values, counts);
    double largest = 0;
    estimate.cases.assign(priors.size(), 0);
    for (std::size_t i = 0; i < priors.size(); ++i) {
      const auto& [author, weight] = priors[i];
      const double spoke = counts.yes[i] + counts.no[i];
      estimate.cases[i] = spoke;
      if (spoke + weight <= 0) continue;
      const double value = (weight * author + counts.yes[i]) / (weight + spoke);
      largest = std::max(largest, std::abs(value - estimate.values[i]));
      estimate.values[i] = value;
    }
    if (largest < settled) break;
  }
  estimate.objective.push_back(objective_at(cases, priors, estimate.values));
  return estimate;
}

}  // namespace syncdx::evaluate
