#include "load_rules.hpp"

#include "places.hpp"
#include "terminal.hpp"

#include <utility>

namespace syncdx::cli {

std::optional<Engine> load_engine(const RulesChoice& choice) {
  const auto paths = rule_paths(choice);
  if (!paths) {
    complain(paths.error());
    return std::nullopt;
  }
  auto engine = Engine::load({.rule_paths = *paths, .cache_dir = cache_directory(choice.cache)});
  if (!engine) {
    complain(engine.error());
    return std::nullopt;
  }
  return std::move(engine->value);
}

}  // namespace syncdx::cli
