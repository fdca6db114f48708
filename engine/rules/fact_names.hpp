// The names of facts that rules may use in `facts:` conditions, with their types: the contract between rule files and the
// reader of exports (evidence/tether_export.hpp), which fills them. A fact that nobody gave is not known; it is never guessed.
#pragma once

#include <span>
#include <string_view>

namespace syncdx::rules {

enum class FactType { boolean, number, text };

// One name that a rule may use.
struct FactName {
  std::string_view name;  // "session.status"
  FactType type;
  std::string_view meaning;  // with unit and, for text, the usual values
};

// True for what a single probe sees, "probe.<probe>.<fact>": connectors name these, and the value in a condition says the type.
[[nodiscard]] bool is_probe_fact(std::string_view name) noexcept;

// All names, sorted; the reader of rules checks conditions against it.
[[nodiscard]] std::span<const FactName> fact_names() noexcept;

}  // namespace syncdx::rules
