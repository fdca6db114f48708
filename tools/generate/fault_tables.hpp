// The tables of fault.hpp, one file for each group of faults.
#pragma once

#include "fault.hpp"

namespace syncdx::generate {

[[nodiscard]] std::vector<Fault> login_faults();   // who one is
[[nodiscard]] std::vector<Fault> access_faults();  // what one may do, and where
[[nodiscard]] std::vector<Fault> limit_faults();   // rates, sizes, times, outages
[[nodiscard]] std::vector<Fault> data_faults();    // records, scripts, searches

}  // namespace syncdx::generate
