// What a batch leaves in its folder, by name.
#pragma once

#include "logs/result_names.hpp"

namespace syncdx::batch {

using logs::diagnoses_name;
using logs::page_name;
using logs::part_suffix;
using logs::sorting_name;
using logs::summary_name;
using logs::unfinished_name;

}  // namespace syncdx::batch
