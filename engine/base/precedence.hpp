// Things that stand before one another (rules defined by rules, steps after steps, probes after probes), answered by
// Boost.Graph behind plain types. Free functions without state: safe from many threads.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace syncdx {

// `first` stands before `second`.
struct Precedence {
  std::size_t first = 0;
  std::size_t second = 0;
};

// An order of 0 .. count-1 that respects all precedences, or nothing if they run in a circle (or name an index >= count).
[[nodiscard]] std::optional<std::vector<std::size_t>> topological_order(std::size_t count,
                                                                        std::span<const Precedence> precedences);

// A shortest circle of every set of things that stand before one another, from its smallest index on: {1, 4} means 1 before 4
// before 1. Ascending by first index; empty if there is an order. Precedences that name an index >= count are left out.
[[nodiscard]] std::vector<std::vector<std::size_t>> circles(std::size_t count, std::span<const Precedence> precedences);

}  // namespace syncdx
