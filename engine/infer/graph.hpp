// Graph questions, answered by Boost.Graph behind plain types: components of the network under the evidence, what a cause
// reaches, an order of things that stand before one another. Free functions without state: safe from many threads.
#pragma once

#include "infer/network.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
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

// Everything connected with one of `causes` over findings with `included[finding]`, the causes themselves included.
[[nodiscard]] Component reachable(const CausalNetwork& network, const std::vector<bool>& included,
                                  std::span<const CauseId> causes);

// `first` stands before `second`.
struct Precedence {
  std::size_t first = 0;
  std::size_t second = 0;
};

// An order of 0 .. count-1 that respects all precedences, or nothing if they run in a circle (or name an index >= count).
[[nodiscard]] std::optional<std::vector<std::size_t>> topological_order(std::size_t count,
                                                                        std::span<const Precedence> precedences);

// The indices on circles or behind one another in a circle: strongly connected sets of two and more, and single ones that
// precede themselves. Ascending.
[[nodiscard]] std::vector<std::size_t> indices_in_circles(std::size_t count, std::span<const Precedence> precedences);

}  // namespace syncdx::infer
