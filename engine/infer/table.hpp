// Tables over sets of findings, and the few operations on them that inference is made of. Internal to infer.
//
// A table T over k findings has 2^k entries: T[S] is the probability that, of these findings, exactly those in S have been
// brought about by the causes merged so far. Bit i of the index S is the i-th finding of the table. Merging is "or": a finding
// is brought about if any part brings it about. Nothing here subtracts, so nothing cancels: every result is accurate to a few
// units in the last place, whatever the magnitudes (the usual way, over inclusion-exclusion, is not).
//
// Each operation is linear in its table, and each has its adjoint: with L the operation, dot(x, L y) = dot(adjoint of L x, y).
// Running the adjoints backwards gives all causes' posteriors for about twice the price of one likelihood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace syncdx::infer {

using Table = std::vector<double>;  // 2^k entries

// A cause's effect on one finding of a table.
struct Influence {
  std::size_t bit = 0;  // the finding's place in the table
  double hit = 0;       // probability that the active cause brings it about
  double miss = 0;      // 1 - hit, above 0
};

// The table after an active cause with these influences.
void activate(Table& table, std::span<const Influence> influences);
void activate_adjoint(Table& table, std::span<const Influence> influences);

// Whose bit a level of an or-convolution is; lowest bit first.
enum class Level { left, right, both };

// result[S] = sum of left[A] * right[B] over all A, B whose union is S. Cost: 3^both * 2^(left + right) multiplications.
[[nodiscard]] Table or_convolve(const Table& left, const Table& right, std::span<const Level> levels);

// The adjoint towards the left operand: result[A] = sum of right[B] * outer[A or B] over all B.
[[nodiscard]] Table or_convolve_adjoint(const Table& outer, const Table& right, std::span<const Level> levels);

// For each index of a table its index in a wider one; `places[i]`: the bit there of bit i here, ascending.
[[nodiscard]] std::vector<std::uint32_t> index_map(std::span<const std::size_t> places);

[[nodiscard]] double dot(const Table& a, const Table& b);

// Divides by the largest entry and returns the natural logarithm of that; minus infinity if all are 0.
double rescale(Table& table);

}  // namespace syncdx::infer
