#include "load_rules.hpp"

#include "places.hpp"
#include "terminal.hpp"

#include <utility>

namespace syncdx::cli {

namespace {

template <typename Loaded>
std::optional<Loaded> load(const RulesChoice& choice) {
  const auto paths = rule_paths(choice);
  if (!paths) {
    complain(paths.error());
    return std::nullopt;
  }
  auto loaded = Loaded::load({.rule_paths = *paths, .cache_dir = cache_directory(choice.cache)});
  if (!loaded) {
    complain(loaded.error());
    return std::nullopt;
  }
  complain_of_cache(loaded->warnings);
  return std::move(loaded->value);
}

}  // namespace

void complain_of_cache(const std::vector<Diagnostic>& warnings) {
  for (const auto& warning : warnings) {
    if (warning.code == unusable_cache) complain(warning);
  }
}

std::optional<Engine> load_engine(const RulesChoice& choice) { return load<Engine>(choice); }

std::optional<batch::Batch> load_batch(const RulesChoice& choice) { return load<batch::Batch>(choice); }

}  // namespace syncdx::cli
