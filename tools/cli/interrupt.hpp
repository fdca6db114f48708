// Ctrl-C during work that can stop in order. Process-wide state.
#pragma once

#include <csignal>

namespace syncdx::cli {

// While it lives, the first SIGINT or SIGTERM only sets the flag that `interrupted` tells; a second one ends the program as
// usual. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch();

 private:
  struct sigaction interrupt_before_ {};
  struct sigaction terminate_before_ {};
};

// Whether a signal came during any InterruptWatch. Thread safe.
[[nodiscard]] bool interrupted() noexcept;

}  // namespace syncdx::cli
