// In which order the present findings of a component are summed out, and what that costs. Internal to infer.
//
// Findings are neighbours if a cause shows both. Summing out a finding joins what touches it: one table over the finding and
// its neighbours, which are neighbours from then on. The order decides how large the largest table is; the best one is hard to
// find (Arnborg et al. 1987), so two customary greedy orders are tried, min-fill and min-degree, and the cheaper one is taken.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace syncdx::infer {

// What is joined when one finding is summed out. Findings and causes are numbered within their component.
struct Bucket {
  std::vector<std::size_t> domain;    // findings of its table: the one summed out last, later ones before earlier ones
  std::vector<std::size_t> causes;    // whose first finding, in the order, is this bucket's
  std::vector<std::size_t> children;  // buckets whose messages are joined here; largest first
};

struct EliminationPlan {
  std::vector<Bucket> buckets;  // in the order of summing out: children before parents; the last one is the root
  std::size_t widest = 0;       // findings of the largest table
  double cost = 0;              // multiplications of one pass, estimated
};

// `scopes`: for each cause its findings (at least one). The findings 0 .. findings-1 hang together.
[[nodiscard]] EliminationPlan plan_elimination(std::size_t findings, std::span<const std::vector<std::size_t>> scopes);

}  // namespace syncdx::infer
