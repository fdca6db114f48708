// What a pattern knows of ids.
//
// Logs are full of ids in hexadecimal digits: request ids, hashes, UUIDs. An id run is a longest run of letters and digits in a
// line that holds hexadecimal digits only, of them a letter and a decimal digit at least: in `job=8f03c2 9e1b-77aa ready`,
// `8f03c2`, `9e1b` and `77aa`. A pattern is blind to ids if it matches a line whatever runs of the same length stand in place
// of its id runs. `session \S+ failed` and `\b\d+ rows` are; `\d+ rows` is not, as it matches `9e12 rows` and not `912e rows`.
// A sufficient test, on the pattern's automaton: no way through it that gets past an id run, or ends in one, wherever it began,
// takes one of the run's bytes by a set that holds some hexadecimal digits and not all. Then each path that takes one run takes
// all others. With match/digits.hpp, this makes lines of one kind; match/line_memo.hpp. Tests: tests/match/id_runs_test.cpp,
// tests/property/scanner_test.cpp.
#pragma once

#include "match/line_pattern.hpp"

#include <string_view>

namespace syncdx::match {

[[nodiscard]] bool is_id_blind(const PatternNode& node);

// The same pattern with all hexadecimal digits wherever those of its alternatives that are not blind to ids take some. It is
// blind to ids, to digits if it is now, and matches whatever it matches now.
[[nodiscard]] PatternNode id_blinded(PatternNode node);

[[nodiscard]] bool holds_id_run(std::string_view line) noexcept;

}  // namespace syncdx::match
