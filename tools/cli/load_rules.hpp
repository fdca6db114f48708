// The engine with the rules that the user chose.
#pragma once

#include "options.hpp"

#include "syncdx/batch.hpp"
#include "syncdx/engine.hpp"

#include <optional>
#include <vector>

namespace syncdx::cli {

// Nothing if the rules are invalid: their problems are on standard error then.
[[nodiscard]] std::optional<Engine> load_engine(const RulesChoice& choice);

[[nodiscard]] std::optional<batch::Batch> load_batch(const RulesChoice& choice);

// Of what came with loaded rules, what concerns the cache: the rest is for `rules check`.
void complain_of_cache(const std::vector<Diagnostic>& warnings);

}  // namespace syncdx::cli
