// The engine with the rules that the user chose.
#pragma once

#include "options.hpp"

#include "syncdx/batch.hpp"
#include "syncdx/engine.hpp"

#include <optional>

namespace syncdx::cli {

// Nothing if the rules are invalid: their problems are on standard error then.
[[nodiscard]] std::optional<Engine> load_engine(const RulesChoice& choice);

[[nodiscard]] std::optional<batch::Batch> load_batch(const RulesChoice& choice);

}  // namespace syncdx::cli
