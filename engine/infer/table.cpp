#include "infer/table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syncdx::infer {
namespace {

// One finding of an active cause: what did not show it shows it with probability `hit`. Constant stride, so that the compiler
// can use wide registers for the low bits too.
template <std::size_t Stride>
void raise_bit(std::span<double> table, double hit, double miss) {
  for (std::size_t at = 0; at < table.size(); at += 2 * Stride) {
    for (std::size_t i = at; i < at + Stride; ++i) {
      table[i + Stride] += hit * table[i];
      table[i] *= miss;
    }
  }
}

void raise_bit(std::span<double> table, std::size_t stride, double hit, double miss) {
  for (std::size_t at = 0; at < table.size(); at += 2 * stride) {
    double* low = table.data() + at;
    double* high = low + stride;
    for (std::size_t i = 0; i < stride; ++i) {
      high[i] += hit * low[i];
      low[i] *= miss;
    }
  }
}

void raise_bit_adjoint(std::span<double> table, std::size_t stride, double hit, double miss) {
  for (std::size_t at = 0; at < table.size(); at += 2 * stride) {
    double* low = table.data() + at;
    const double* high = low + stride;
    for (std::size_t i = 0; i < stride; ++i) low[i] = miss * low[i] + hit * high[i];
  }
}

std::size_t bits_of(std::span<const Level> levels, Level own) {
  return static_cast<std::size_t>(
      std::ranges::count_if(levels, [&](Level level) { return level == own || level == Level::both; }));
}

void add_scaled(std::span<double> to, std::span<const double> from, double factor) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * from[i];
}

// The two halves of a table added up, in the first half of `scratch`.
std::span<const double> sum_of_halves(std::span<const double> table, std::span<double> scratch) {
  const std::size_t half = table.size() / 2;
  for (std::size_t i = 0; i < half; ++i) scratch[i] = table[i] + table[half + i];
  return scratch.first(half);
}

// to += left * right. Split at the highest finding: with H0, H1 the halves without and with it,
//   H0 = A0*B0 and H1 = A1*(B0+B1) + A0*B1.
// `scratch`: as large as `right`; each level uses half of what it is given.
void convolve(std::span<double> to, std::span<const double> left, std::span<const double> right, std::span<const Level> levels,
              std::span<double> scratch) {
  if (right.size() == 1) return add_scaled(to, left, right[0]);
  if (left.size() == 1) return add_scaled(to, right, left[0]);
  const auto rest = levels.first(levels.size() - 1);
  const std::size_t half = to.size() / 2;
  const auto low = to.first(half);
  const auto high = to.subspan(half);
  const auto left0 = left.first(left.size() / 2);
  const auto left1 = left.subspan(left.size() / 2);
  const auto right0 = right.first(right.size() / 2);
  const auto right1 = right.subspan(right.size() / 2);
  switch (levels.back()) {
    case Level::left:
      convolve(low, left0, right, rest, scratch);
      convolve(high, left1, right, rest, scratch);
      break;
    case Level::right:
      convolve(low, left, right0, rest, scratch);
      convolve(high, left, right1, rest, scratch);
      break;
    case Level::both:
      convolve(low, left0, right0, rest, scratch);
      convolve(high, left0, right1, rest, scratch);
      convolve(high, left1, sum_of_halves(right, scratch), rest, scratch.subspan(right0.size()));
      break;
  }
}

// to += adjoint of convolution with `right`, applied to `outer`.
void convolve_adjoint(std::span<double> to, std::span<const double> outer, std::span<const double> right,
                      std::span<const Level> levels, std::span<double> scratch) {
  if (right.size() == 1) return add_scaled(to, outer, right[0]);
  if (to.size() == 1) {
    for (std::size_t i = 0; i < outer.size(); ++i) to[0] += outer[i] * right[i];
    return;
  }
  const auto rest = levels.first(levels.size() - 1);
  const auto outer0 = outer.first(outer.size() / 2);
  const auto outer1 = outer.subspan(outer.size() / 2);
  const auto low = to.first(to.size() / 2);
  const auto high = to.subspan(to.size() / 2);
  const auto right0 = right.first(right.size() / 2);
  const auto right1 = right.subspan(right.size() / 2);
  switch (levels.back()) {
    case Level::left:
      convolve_adjoint(low, outer0, right, rest, scratch);
      convolve_adjoint(high, outer1, right, rest, scratch);
      break;
    case Level::right:
      convolve_adjoint(to, outer0, right0, rest, scratch);
      convolve_adjoint(to, outer1, right1, rest, scratch);
      break;
    case Level::both:
      convolve_adjoint(low, outer0, right0, rest, scratch);
      convolve_adjoint(low, outer1, right1, rest, scratch);
      convolve_adjoint(high, outer1, sum_of_halves(right, scratch), rest, scratch.subspan(right0.size()));
      break;
  }
}

}  // namespace

void activate(Table& table, std::span<const Influence> influences) {
  for (const auto& [bit, hit, miss] : influences) {
    switch (bit) {
      case 0:
        raise_bit<1>(table, hit, miss);
        break;
      case 1:
        raise_bit<2>(table, hit, miss);
        break;
      default:
        raise_bit(table, std::size_t{1} << bit, hit, miss);
    }
  }
}

void activate_adjoint(Table& table, std::span<const Influence> influences) {
  for (const auto& [bit, hit, miss] : influences) raise_bit_adjoint(table, std::size_t{1} << bit, hit, miss);
}

Table or_convolve(const Table& left, const Table& right, std::span<const Level> levels) {
  Table result(std::size_t{1} << levels.size(), 0.0);
  Table scratch(right.size());
  convolve(result, left, right, levels, scratch);
  return result;
}

Table or_convolve_adjoint(const Table& outer, const Table& right, std::span<const Level> levels) {
  Table result(std::size_t{1} << bits_of(levels, Level::left), 0.0);
  Table scratch(right.size());
  convolve_adjoint(result, outer, right, levels, scratch);
  return result;
}

std::vector<std::uint32_t> index_map(std::span<const std::size_t> places) {
  std::vector<std::uint32_t> map{0};
  map.reserve(std::size_t{1} << places.size());
  for (const auto place : places) {
    const std::size_t known = map.size();
    for (std::size_t i = 0; i < known; ++i) map.push_back(map[i] | (std::uint32_t{1} << place));
  }
  return map;
}

double dot(const Table& a, const Table& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double rescale(Table& table) {
  const double largest = *std::ranges::max_element(table);
  if (!(largest > 0)) return -std::numeric_limits<double>::infinity();
  for (auto& entry : table) entry /= largest;
  return std::log(largest);
}

}  // namespace syncdx::infer
