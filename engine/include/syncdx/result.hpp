// Result<T>: a value or one diagnostic. Loaders that can find several problems return Checked<T>: a value with warnings, or
// all errors and warnings found.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <tl/expected.hpp>

#include <utility>
#include <vector>

namespace syncdx {

template <typename T>
using Result = tl::expected<T, Diagnostic>;

// A loaded value and the warnings and notes found on the way, sorted by place.
template <typename T>
struct Loaded {
  T value;
  std::vector<Diagnostic> warnings{};
};

// Either the value (with warnings) or every problem found, sorted by path, line, column and code.
template <typename T>
using Checked = tl::expected<Loaded<T>, std::vector<Diagnostic>>;

[[nodiscard]] inline tl::unexpected<Diagnostic> fail(Diagnostic diagnostic) {
  return tl::unexpected<Diagnostic>(std::move(diagnostic));
}

}  // namespace syncdx
