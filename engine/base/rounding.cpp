#include "base/rounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace syncdx {

double six_digits(double value) {
  constexpr double certain = 1000;
  constexpr double nothing = 1e-9;
  if (std::isnan(value) || std::abs(value) < nothing) return 0;
  return std::strtod(fmt::format("{:.6g}", std::clamp(value, -certain, certain)).c_str(), nullptr);
}

}  // namespace syncdx
