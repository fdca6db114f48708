// Stretches of time as the page names them: on an axis, in a table, in the filter.
#pragma once

#include "report/html/chart.hpp"
#include "syncdx/batch.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::report::html {

// "Quarter of an hour the session began (UTC)"
[[nodiscard]] std::string axis_title(batch::BucketWidth width);

// "2026-11-20 14:15", "2026-11-20", "2026-11", "2026"
[[nodiscard]] std::string bucket_name(const batch::BatchSummary& summary, std::size_t bucket);

// Labels that do not touch. Of buckets shorter than a day at round times of day, with the date beneath where a day begins.
[[nodiscard]] std::vector<Tick> time_ticks(const batch::BatchSummary& summary);

// Buckets that begin a day, where buckets are shorter than one.
[[nodiscard]] std::vector<std::size_t> midnights(const batch::BatchSummary& summary);

// The bucket that an RFC 3339 time in UTC lies in.
[[nodiscard]] std::optional<std::size_t> bucket_of(const batch::BatchSummary& summary, std::string_view time);

}  // namespace syncdx::report::html
