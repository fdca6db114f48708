// What the program does, one function a subcommand. Each prints its answer or its errors and says how the program ends.
#pragma once

#include "exit_code.hpp"
#include "options.hpp"

namespace syncdx::cli {

[[nodiscard]] ExitCode run(const DiagnoseOptions& options);
[[nodiscard]] ExitCode run(const ExplainOptions& options);
[[nodiscard]] ExitCode run(const ProbeOptions& options);
[[nodiscard]] ExitCode run(const CheckupOptions& options);
[[nodiscard]] ExitCode run(const CheckConnectionsOptions& options);
[[nodiscard]] ExitCode run(const BatchOptions& options);
[[nodiscard]] ExitCode run(const ScanCommandOptions& options);
[[nodiscard]] ExitCode run(const MergeCommandOptions& options);
[[nodiscard]] ExitCode run(const Finished& finished);

}  // namespace syncdx::cli
