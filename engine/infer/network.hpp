// The causal network: causes above, findings below, leaky noisy-OR between (Pearl 1988; Henrion 1989 for the leak).
//   P(f present | causes C) = 1 - (1 - leak_f) * prod over active c in C of (1 - strength_cf)
// Inference holds nothing for quite impossible: a leak counts as at least 1e-12, a strength as at most 1 - 1e-12, so that
// evidence that contradicts itself still has an answer. Plain numbers and indices: knows nothing of rules, so that it can be
// tested on random and published networks. Immutable after build; const access is safe from many threads.
#pragma once

#include "syncdx/result.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace syncdx::infer {

using CauseId = std::size_t;    // 0 .. causes-1
using FindingId = std::size_t;  // 0 .. findings-1

struct Link {
  CauseId cause = 0;
  FindingId finding = 0;
  double strength = 0;  // (0,1]
};

struct NetworkSpec {
  std::vector<double> priors;  // one per cause, (0,1)
  std::vector<double> leaks;   // one per finding, [0,1)
  std::vector<Link> links;     // any order, each pair at most once
};

enum class State { unknown, absent, present };

class CausalNetwork {
 public:
  // Fails if a number is out of range, an index does not exist or a pair is given twice.
  [[nodiscard]] static Result<CausalNetwork> build(NetworkSpec spec);

  [[nodiscard]] std::size_t causes() const noexcept { return spec_.priors.size(); }
  [[nodiscard]] std::size_t findings() const noexcept { return spec_.leaks.size(); }
  [[nodiscard]] double prior(CauseId cause) const { return spec_.priors[cause]; }
  [[nodiscard]] double leak(FindingId finding) const { return spec_.leaks[finding]; }
  [[nodiscard]] std::span<const Link> links_of_cause(CauseId cause) const { return part(spec_.links, first_of_cause_, cause); }
  // ln(1 - strength), counted, of each of links_of_cause(cause): inference asks for it again and again.
  [[nodiscard]] std::span<const double> log_misses_of_cause(CauseId cause) const {
    return part(log_misses_, first_of_cause_, cause);
  }
  [[nodiscard]] double log_prior_odds(CauseId cause) const { return log_prior_odds_[cause]; }
  [[nodiscard]] std::span<const Link> links_of_finding(FindingId finding) const {
    return part(by_finding_, first_of_finding_, finding);
  }

 private:
  template <typename T>
  static std::span<const T> part(const std::vector<T>& all, const std::vector<std::size_t>& first, std::size_t i) {
    return std::span(all).subspan(first[i], first[i + 1] - first[i]);
  }

  NetworkSpec spec_;                           // links sorted by cause, then finding
  std::vector<std::size_t> first_of_cause_;    // among spec_.links; one more than causes
  std::vector<Link> by_finding_;               // sorted by finding, then cause
  std::vector<std::size_t> first_of_finding_;  // among by_finding_; one more than findings
  std::vector<double> log_misses_;             // parallel to spec_.links
  std::vector<double> log_prior_odds_;
};

}  // namespace syncdx::infer
