#include "infer/table.hpp"

#include <catch2/catch.hpp>

#include <random>

namespace syncdx::infer {
namespace {

Table random_table(std::mt19937_64& random, std::size_t bits) {
  Table table(std::size_t{1} << bits);
  for (auto& entry : table) entry = std::uniform_real_distribution<double>(0, 1)(random);
  return table;
}

struct Shape {
  std::vector<Level> levels;
  std::vector<std::size_t> left;  // places of the left operand's bits in the result
  std::vector<std::size_t> right;
};

Shape random_shape(std::mt19937_64& random) {
  Shape shape;
  const std::size_t bits = random() % 7;
  for (std::size_t bit = 0; bit < bits; ++bit) {
    shape.levels.push_back(static_cast<Level>(random() % 3));
    if (shape.levels.back() != Level::right) shape.left.push_back(bit);
    if (shape.levels.back() != Level::left) shape.right.push_back(bit);
  }
  return shape;
}

}  // namespace

TEST_CASE("or-convolution and its adjoint are the sums that define them") {
  std::mt19937_64 random(11);
  for (int i = 0; i < 300; ++i) {
    const auto shape = random_shape(random);
    const auto left = random_table(random, shape.left.size());
    const auto right = random_table(random, shape.right.size());
    const auto outer = random_table(random, shape.levels.size());
    const auto left_at = index_map(shape.left);
    const auto right_at = index_map(shape.right);
    Table expected(outer.size(), 0.0);
    Table expected_adjoint(left.size(), 0.0);
    for (std::size_t a = 0; a < left.size(); ++a) {
      for (std::size_t b = 0; b < right.size(); ++b) {
        expected[left_at[a] | right_at[b]] += left[a] * right[b];
        expected_adjoint[a] += outer[left_at[a] | right_at[b]] * right[b];
      }
    }
    const auto found = or_convolve(left, right, shape.levels);
    const auto adjoint = or_convolve_adjoint(outer, right, shape.levels);
    for (std::size_t s = 0; s < expected.size(); ++s) REQUIRE(found[s] == Approx(expected[s]).epsilon(1e-12));
    for (std::size_t a = 0; a < expected_adjoint.size(); ++a) REQUIRE(adjoint[a] == Approx(expected_adjoint[a]).epsilon(1e-12));
  }
}

TEST_CASE("an active cause moves probability to larger sets and loses none") {
  Table table{0.5, 0.3, 0.2, 0.0};
  activate(table, std::vector<Influence>{{0, 0.25, 0.75}, {1, 0.5, 0.5}});
  const Table expected{0.5 * 0.75 * 0.5, (0.3 + 0.5 * 0.25) * 0.5, 0.2 * 0.75 + 0.5 * 0.75 * 0.5, 0.2 * 0.25 + 0.425 * 0.5};
  for (std::size_t s = 0; s < 4; ++s) REQUIRE(table[s] == Approx(expected[s]).epsilon(1e-14));
}

TEST_CASE("the adjoint of an active cause gives the same product from the other side") {
  std::mt19937_64 random(12);
  for (int i = 0; i < 100; ++i) {
    const auto x = random_table(random, 6);
    const auto y = random_table(random, 6);
    const std::vector<Influence> influences{{random() % 3, 0.3, 0.7}, {3 + random() % 3, 0.9, 0.1}};
    auto forward = y;
    activate(forward, influences);
    auto backward = x;
    activate_adjoint(backward, influences);
    REQUIRE(dot(x, forward) == Approx(dot(backward, y)).epsilon(1e-12));
  }
}

}  // namespace syncdx::infer
