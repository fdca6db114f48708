#include "commands.hpp"
#include "terminal.hpp"

namespace syncdx::cli {

ExitCode run(const Finished& finished) {
  if (finished.problem) complain(*finished.problem);
  return finished.output.empty() ? finished.exit_code : print(finished.output, finished.exit_code);
}

}  // namespace syncdx::cli
