// Batch summaries for the tests of the report page.
#pragma once

#include "syncdx/batch.hpp"

namespace syncdx::report::samples {

// Eight weeks of four platforms: all parts of the page have something to show, and all counts agree with the cells.
[[nodiscard]] batch::BatchSummary eight_weeks();

// The same with markup, quotes, control characters, direction overrides and broken UTF-8 in every text.
[[nodiscard]] batch::BatchSummary hostile_weeks();

// No session at all.
[[nodiscard]] batch::BatchSummary nothing();

// More causes, entities and buckets than a chart shows by name.
[[nodiscard]] batch::BatchSummary crowded();

// One night by quarters of an hour, over midnight.
[[nodiscard]] batch::BatchSummary one_night();

// A damaged archive alone: no session is counted, some are in doubt or left out.
[[nodiscard]] batch::BatchSummary in_doubt();

// 500 entities, 100 causes, full lists, and long names without a space in every place.
[[nodiscard]] batch::BatchSummary huge();

}  // namespace syncdx::report::samples
