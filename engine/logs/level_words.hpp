// The words and numbers that logs say how severe a line is with.
#pragma once

#include "logs/line.hpp"

#include <optional>
#include <string_view>

namespace syncdx::logs {

// "ERROR", "warn", "Critical", "SEVERE", … as a whole, in any case; Level::unknown if it is none. One letter is none.
[[nodiscard]] Level level_of_word(std::string_view word);

// "E", "W", "I", … as glog, logcat and Ruby write them.
[[nodiscard]] Level level_of_letter(char letter);

// pino and bunyan (10 trace … 60 fatal) or syslog severities (0 emergency … 7 debug).
[[nodiscard]] Level level_of_number(double number);

}  // namespace syncdx::logs
