#include "terminal.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

namespace syncdx::cli {
namespace {

constexpr std::size_t default_width = 100;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const auto columns = variable("COLUMNS");
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  const bool whole = error == std::errc{} && end == columns.data() + columns.size();
  return whole && width > 0 ? width : default_width;
}

bool wants_colour(ColourChoice choice) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  return isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

// 0, or the error that stopped it.
int write_all(int stream, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(stream, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace

void prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write that fails
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
      // The lowest free number is this one, since those below are open. Without /dev/null there is nothing better to do.
      // Standard input is opened for writing only and standard output for reading only, so that a log read from the one or a
      // report written to the other fails and is not lost in silence.
      [[maybe_unused]] const int opened = open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
    }
  }
}

bool input_is_terminal() { return isatty(STDIN_FILENO) == 1; }

report::TextOptions text_options(const Looks& looks) {
  return {.width = looks.width ? *looks.width : terminal_width(),
          .colour = wants_colour(looks.colour) ? report::Colour::ansi : report::Colour::off};
}

ExitCode print(std::string_view text, ExitCode exit_code) {
  const int error = write_all(STDOUT_FILENO, text);
  if (error == 0 || error == EPIPE) return exit_code;
  complain({.code = "C004",
            .message = fmt::format("cannot write the report: {}", std::strerror(error)),
            .help = "what was printed is not whole"});
  return ExitCode::input_unreadable;
}

void complain(std::span<const Diagnostic> problems) {
  std::string text;
  for (const auto& problem : problems) text += repair_utf8(to_text(problem));
  // Nothing is left to tell a failure to.
  [[maybe_unused]] const int error = write_all(STDERR_FILENO, text);
}

void complain(const Diagnostic& problem) { complain(std::span(&problem, 1)); }

ExitCode refuse(const Diagnostic& problem, ExitCode exit_code) {
  complain(problem);
  return exit_code;
}

ExitCode refuse(const std::vector<Diagnostic>& problems) {
  complain(problems);
  const auto kind = problems.empty() ? ' ' : problems.front().code.front();
  if (kind == 'L') return ExitCode::input_unreadable;
  const bool unknown_name = !problems.empty() && problems.front().code == "C007";
  return kind == 'B' || kind == 'D' || unknown_name ? ExitCode::wrong_usage : ExitCode::rules_invalid;
}

}  // namespace syncdx::cli
