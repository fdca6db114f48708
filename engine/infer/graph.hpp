// Graph questions about the network, answered by Boost.Graph behind plain types: its components under the evidence, and what a
// cause reaches. Free functions without state: safe from many threads.
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace syncdx::infer {

// Causes and findings that hang together; both ascending.
struct Component {
  std::vector<CauseId> causes;
  std::vector<FindingId> findings;
};

// Components of the graph of the findings with `included[finding]`, all causes, and the links between them; those without a
// finding (single causes) are left out. `included`: one entry per finding. Order: by smallest finding.
[[nodiscard]] std::vector<Component> connected_components(const CausalNetwork& network, const std::vector<bool>& included);

// Everything connected with one of `start` over findings with `included[finding]`, the causes themselves included.
[[nodiscard]] Component reachable(const CausalNetwork& network, const std::vector<bool>& included,
                                  std::span<const CauseId> start);

}  // namespace syncdx::infer
