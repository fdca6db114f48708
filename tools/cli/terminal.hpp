// Standard streams and the terminal: the only place that prints.
#pragma once

#include "exit_code.hpp"
#include "options.hpp"

#include "syncdx/report.hpp"

#include <span>
#include <string_view>

namespace syncdx::cli {

// First thing in the program: streams that the caller closed are opened on /dev/null, so that no file takes their number, and a
// closed pipe is seen by the writer instead of killing the process.
void prepare_streams();

[[nodiscard]] bool input_is_terminal();

// Width and colour for standard output: what was asked for, else the environment (NO_COLOR, TERM, COLUMNS) and the terminal.
[[nodiscard]] report::TextOptions text_options(const Looks& looks);

// Writes to standard output. A reader that went away is no error: `exit_code` is returned as it is. Another failure is told on
// standard error (C004) and gives ExitCode::input_unreadable.
[[nodiscard]] ExitCode print(std::string_view text, ExitCode exit_code = ExitCode::ran);

// Writes diagnostics to standard error.
void complain(std::span<const Diagnostic> problems);
void complain(const Diagnostic& problem);

// Complains; `exit_code`, for the caller to return.
[[nodiscard]] ExitCode refuse(const Diagnostic& problem, ExitCode exit_code);

// The same for all problems of a command that reads rules and logs. The first one's kind says which exit code: L an input; B
// and D what was asked for; else the rules.
[[nodiscard]] ExitCode refuse(const std::vector<Diagnostic>& problems);

}  // namespace syncdx::cli
