// Text and figures for an HTML page. Everything that comes from outside goes through `escaped`: there is no other way into the
// page.
#pragma once

#include "syncdx/batch.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace syncdx::report::html {

// Fit for an element's content and for a quoted attribute: valid UTF-8 without control characters, `& < > " '` and the backtick
// as character references. Line breaks are kept.
[[nodiscard]] std::string escaped(std::string_view text);

// "12,345"
[[nodiscard]] std::string grouped(std::uint64_t number);

// "1.2 GB", decimal units.
[[nodiscard]] std::string byte_size(std::uint64_t bytes);

// "0.4 s", "42 s", "3 min 20 s", "2 h 5 min", "3 days"
[[nodiscard]] std::string duration(double seconds);

// The same of whole seconds: "0 s", "42 s".
[[nodiscard]] std::string whole_duration(std::uint64_t seconds);

// "1 session", "12 sessions"
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

// "2026-11-20 17:01 UTC" of an RFC 3339 time; "" of "".
[[nodiscard]] std::string short_time(std::string_view rfc3339);

// "12 %" of a share of `whole`; "0 %" of none, and never "0 %" or "100 %" of some and of not all.
[[nodiscard]] std::string share(std::uint64_t part, std::uint64_t whole);

// The name of an entity as a reader wants it: "(none named)" for "".
[[nodiscard]] std::string_view shown(std::string_view name);

// The name of a platform as a reader wants it: "(not known)" for "any", which stands for sessions that show none.
[[nodiscard]] std::string_view shown_platform(std::string_view name);

[[nodiscard]] std::string_view title_of(batch::Outcome outcome) noexcept;
[[nodiscard]] std::string_view meaning_of(batch::Outcome outcome) noexcept;
[[nodiscard]] std::uint64_t count_of(const batch::OutcomeCounts& counts, batch::Outcome outcome) noexcept;

// All outcomes in the order in which they are shown and stacked: what needs attention first.
inline constexpr batch::Outcome outcomes_in_order[] = {batch::Outcome::failed, batch::Outcome::unexplained,
                                                       batch::Outcome::unfinished, batch::Outcome::recovered,
                                                       batch::Outcome::healthy};

}  // namespace syncdx::report::html
