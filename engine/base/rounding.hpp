// Figures as they are published in JSON: the last bits of a double differ between machines, so they are not shown.
#pragma once

namespace syncdx {

// `value` at six significant digits, clamped to [-1000, 1000] (JSON has no infinity), and 0 for NaN and anything nearer to 0
// than 1e-9. Keeps order: a <= b gives six_digits(a) <= six_digits(b).
[[nodiscard]] double six_digits(double value);

}  // namespace syncdx
