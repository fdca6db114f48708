// Tells a symptom from its denial: "this is not a rate limit" names the rate limit only to exclude it. English only; looks at
// the few words directly before a match. The answers are the same for all lines of one kind (match/program.hpp). Pure,
// allocates nothing, thread safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace syncdx::rules {

// Cheap necessary test, one pass over the bytes: where it is false, `behind_negation` is false at every place of the line.
[[nodiscard]] bool may_hold_negation(std::string_view line) noexcept;

// True if a negation (not, no, never, isn't, without, rather than, ruled out, nothing to do with, ...) stands before byte
// `match_begin` in the same clause with at most three words between. A negated deed ("could not", "did not", "is not
// responding") and a lack ("not found", "no longer", "no response") report a failure and are no negation of what follows.
// False if `match_begin` is past the end.
[[nodiscard]] bool behind_negation(std::string_view line, std::size_t match_begin) noexcept;

// True if the line is a single short question that suspects rather than reports: "is it a rate limit?", "could the token have
// expired?". Questions that tell of something seen ("why do we get 429?", "does anyone else see timeouts?") are none.
[[nodiscard]] bool asks_whether(std::string_view line) noexcept;

}  // namespace syncdx::rules
