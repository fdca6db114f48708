// The parts of the batch report, in the order in which they stand on the page. Each gives one <section>, or nothing where there
// is nothing to say.
#pragma once

#include "syncdx/batch.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace syncdx::report::html {

// How many causes a chart shows by name; further ones are added up.
inline constexpr std::size_t causes_over_time = 6;
inline constexpr std::size_t causes_by_name = 15;
// How a section begins; to be filled with its id and its heading.
inline constexpr std::string_view section_open = "<section id=\"{}\">\n<h2>{}</h2>\n";

inline constexpr std::size_t groups_by_name = 15;

[[nodiscard]] std::string page_title(const batch::BatchSummary& summary);
[[nodiscard]] std::string heading(const batch::BatchSummary& summary);      // title, period, what was read
[[nodiscard]] std::string filter_form(const batch::BatchSummary& summary);  // hidden until the script shows it
[[nodiscard]] std::string overview(const batch::BatchSummary& summary);
[[nodiscard]] std::string over_time(const batch::BatchSummary& summary);
[[nodiscard]] std::string platforms_and_entities(const batch::BatchSummary& summary);
[[nodiscard]] std::string causes(const batch::BatchSummary& summary);
[[nodiscard]] std::string slowest(const batch::BatchSummary& summary);
[[nodiscard]] std::string retries(const batch::BatchSummary& summary);
[[nodiscard]] std::string alerts(const batch::BatchSummary& summary);
[[nodiscard]] std::string unexplained(const batch::BatchSummary& summary);
[[nodiscard]] std::string not_examined(const batch::BatchSummary& summary);
[[nodiscard]] std::string reading_help(const batch::BatchSummary& summary);

// The counts that the script filters: JSON of numbers only, [[bucket, platform, entity, cause, outcome, sessions], …], -1 for
// none.
[[nodiscard]] std::string cells_block(const batch::BatchSummary& summary);

}  // namespace syncdx::report::html
