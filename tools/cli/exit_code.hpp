// What the program's exit status says. Documented in syncdx(1); scripts rely on it.
#pragma once

namespace syncdx::cli {

enum class ExitCode : int {
  ran = 0,           // whatever it found
  check_failed = 1,  // a check that the user asked for: rules check, --fail-on
  wrong_usage = 2,
  rules_invalid = 3,
  input_unreadable = 4,  // or the output unwritable
  interrupted = 130,     // by Ctrl-C or SIGTERM; what was complete by then is written
};

}  // namespace syncdx::cli
