// syncdx: the command-line program.
#include "options.hpp"
#include "terminal.hpp"

#include <exception>

namespace {

using namespace syncdx::cli;

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
    return static_cast<int>(parse_arguments(argc, argv)());
  } catch (const std::exception& failure) {
    return static_cast<int>(report_failure(failure));
  }
}
