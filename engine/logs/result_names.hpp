// What a batch leaves in its folder, by name: so that it is not taken for a log.
#pragma once

#include <string_view>

namespace syncdx::logs {

inline constexpr std::string_view diagnoses_name = "diagnoses.jsonl";
inline constexpr std::string_view summary_name = "summary.json";
inline constexpr std::string_view page_name = "report.html";
inline constexpr std::string_view part_suffix = ".part";            // of a file that is not whole yet
inline constexpr std::string_view sorting_name = ".sorting";        // of a merge under way
inline constexpr std::string_view unfinished_name = ".unfinished";  // the folder of a run that is not finished

}  // namespace syncdx::logs
