#include "base/precedence.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

namespace syncdx {

TEST_CASE("a topological order respects every precedence, and a circle has none") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 300; ++i) {
    const std::size_t count = 1 + random() % 12;
    std::vector<std::size_t> hidden(count);
    for (std::size_t k = 0; k < count; ++k) hidden[k] = k;
    std::ranges::shuffle(hidden, random);
    std::vector<Precedence> precedences;
    for (std::size_t k = 0; k < 2 * count && count > 1; ++k) {
      const auto a = random() % (count - 1);
      const auto b = a + 1 + random() % (count - 1 - a);
      precedences.push_back({hidden[a], hidden[b]});
    }
    const auto order = topological_order(count, precedences);
    REQUIRE(order.has_value());
    REQUIRE(order->size() == count);
    for (const auto& [first, second] : precedences) {
      REQUIRE(std::ranges::find(*order, first) < std::ranges::find(*order, second));
    }
    REQUIRE(circles(count, precedences).empty());
  }
  const std::vector<Precedence> circle{{0, 1}, {1, 2}, {2, 1}, {2, 3}, {4, 4}};
  REQUIRE_FALSE(topological_order(5, circle).has_value());
  REQUIRE(circles(5, circle) == std::vector<std::vector<std::size_t>>{{1, 2}, {4}});
  REQUIRE_FALSE(topological_order(1, std::vector<Precedence>{{0, 7}}).has_value());
}

TEST_CASE("of each knot the shortest circle is given, from its smallest index on") {
  // 0 -> 1 -> 2 -> 3 -> 0 with the short cut 1 -> 0 is one knot; 5 -> 6 -> 5 another; 4 stands before both.
  const std::vector<Precedence> precedences{{0, 1}, {1, 2}, {2, 3}, {3, 0}, {1, 0}, {4, 0}, {4, 5}, {5, 6}, {6, 5}, {9, 0}};
  REQUIRE(circles(7, precedences) == std::vector<std::vector<std::size_t>>{{0, 1}, {5, 6}});
  const std::vector<Precedence> ring{{2, 0}, {0, 1}, {1, 2}};
  REQUIRE(circles(3, ring) == std::vector<std::vector<std::size_t>>{{0, 1, 2}});
}

}  // namespace syncdx
