// syncdx: the command-line program.
#include "commands.hpp"
#include "options.hpp"
#include "terminal.hpp"

#include <exception>
#include <variant>

namespace {

using namespace syncdx::cli;

ExitCode run_command(const Command& command) {
  return std::visit([](const auto& options) { return run(options); }, command);
}

// The library lets no exception out; what comes here is a want of memory or a fault of ours.
ExitCode report_failure(const std::exception& failure) {
  complain(
      {.code = "C005", .message = failure.what(), .help = "this should not happen: please report it with the command used"});
  return ExitCode::input_unreadable;
}

}  // namespace

int main(int argc, char** argv) {
  prepare_streams();
  try {
    return static_cast<int>(run_command(parse_arguments(argc, argv)));
  } catch (const std::exception& failure) {
    return static_cast<int>(report_failure(failure));
  }
}
