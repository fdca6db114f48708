// Changes of single places in a text, and what they look like as a unified diff.
#pragma once

#include "syncdx/diagnostic.hpp"
#include "syncdx/result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace syncdx::evaluate {

// `old_text` stands at `at` and becomes `new_text`; an empty `old_text` inserts. Neither holds a line break.
struct Replacement {
  SourcePosition at;  // columns count code points
  std::string old_text;
  std::string new_text;
};

// A whole line that is added behind line `after` (1-based).
struct AddedLine {
  std::uint32_t after = 0;
  std::string text;  // without its line break
};

struct Patched {
  std::string text;
  std::string diff;  // unified, three lines of context; empty if nothing changes
};

// `path` heads the diff. Fails with E006 if `old_text` does not stand at its place, or if replacements overlap.
[[nodiscard]] Result<Patched> patch_text(const std::string& path, std::string_view text,
                                         std::span<const Replacement> replacements, std::span<const AddedLine> added);

}  // namespace syncdx::evaluate
