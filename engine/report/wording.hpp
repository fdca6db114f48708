// Words and figures that every report uses, so that text and Markdown say the same thing the same way.
#pragma once

#include "syncdx/diagnosis.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace syncdx::report {

// "63 %"; never "0 %" or "100 %" but "< 1 %" and "> 99 %". `decimals` 0 or 1.
[[nodiscard]] std::string percent(double probability, int decimals = 0);

// A probability in words: "likely". The scale is that of the IPCC (Fourth Assessment Report, guidance notes on uncertainty,
// 2005, table 4).
[[nodiscard]] std::string_view likelihood(double probability);

// "likely (72 %)"
[[nodiscard]] std::string chance(double probability);

// "1 line", "1,204 lines"
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

// "under 1 min", "5 min", "1 h 30 min", "2 days"
[[nodiscard]] std::string minutes(double cost);

[[nodiscard]] std::string_view state_name(FindingState state);

// "sync.log:812", or the source alone where there is no line.
[[nodiscard]] std::string place(std::string_view source, std::uint64_t line);

// One line of valid UTF-8 without control characters: line breaks and tabs become spaces.
[[nodiscard]] std::string one_line(std::string_view text);

// `text` with a full stop if it has no closing mark.
[[nodiscard]] std::string sentence(std::string_view text);

// The finding and how it was found: "HTTP 429 Too Many Requests (41 lines)", "not seen: …".
[[nodiscard]] std::string describe(const Evidence& evidence);

// `platform.issue.id`
[[nodiscard]] std::string full_name(const DiagnosedCause& cause);

}  // namespace syncdx::report
