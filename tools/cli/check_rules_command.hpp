// `syncdx rules check`, `explain`, `fmt` and `schema`: what authors of rules need while they write.
#pragma once

#include "exit_code.hpp"
#include "options.hpp"

#include <string>
#include <vector>

namespace syncdx::cli {

enum class CheckFormat { text, json, sarif };
enum class Fixes { shown, applied };

struct CheckRulesOptions {
  RulesChoice rules;
  CheckFormat format = CheckFormat::text;
  Fixes fixes = Fixes::shown;
};

struct ExplainCodeOptions {
  std::string code;  // "R103", or its name
};

enum class Formatting { written, checked };

struct FormatRulesOptions {
  RulesChoice rules;
  Formatting formatting = Formatting::written;
};

struct RulesSchemaOptions {};

[[nodiscard]] ExitCode run(const CheckRulesOptions& options);
[[nodiscard]] ExitCode run(const ExplainCodeOptions& options);
[[nodiscard]] ExitCode run(const FormatRulesOptions& options);
[[nodiscard]] ExitCode run(const RulesSchemaOptions& options);

}  // namespace syncdx::cli
