#include "rule_tests/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace syncdx::rule_tests {
namespace {

class Witness {
 public:
  explicit Witness(const Trial& trial) : rules_(trial.rules), trial_(trial) {
    const auto& sources = trial.gathered.inputs.sources;
    line_read_ = std::ranges::any_of(sources, [](const auto& source) { return source.lines > 0; });
  }

  [[nodiscard]] bool looked_at(rules::SymptomIndex symptom) const {
    if (trial_.concluded.findings[symptom].state != evidence::State::unknown) return true;
    return std::visit([&](const auto& source) { return looked_at(source); }, rules_.symptoms[symptom].source);
  }

  [[nodiscard]] bool looked_at_any_of(rules::CauseIndex cause) const {
    return std::ranges::any_of(rules_.causes[cause].shows, [&](const auto& shown) { return looked_at(shown.symptom); });
  }

 private:
  [[nodiscard]] bool looked_at(const rules::LogSymptom&) const { return line_read_; }
  [[nodiscard]] bool looked_at(const rules::FactSymptom&) const { return false; }
  [[nodiscard]] bool looked_at(const rules::QuestionSymptom&) const { return false; }
  [[nodiscard]] bool looked_at(const rules::CompositeSymptom& composite) const {
    const auto any = [&](const auto& parts) {
      return std::ranges::any_of(parts, [&](const auto part) { return looked_at(part); });
    };
    return any(composite.all) || any(composite.any) || any(composite.none) || any(composite.sequence);
  }

  const rules::RuleSet& rules_;
  const Trial& trial_;
  bool line_read_ = false;
};

}  // namespace

std::string vacuous(const Trial& trial) {
  const auto& expect = trial.test.expect;
  const Witness witness(trial);
  for (const auto& name : expect.not_first) {
    const auto causes = causes_of(trial.concluded, name);
    const bool seen = std::ranges::any_of(
        causes, [&](const auto id) { return witness.looked_at_any_of(trial.concluded.network.causes[id]); });
    if (!seen) return fmt::format("expects that {} is not first, but nothing that shows it was looked at", name.name);
  }
  if (expect.nothing) {
    const auto& causes = trial.concluded.network.causes;
    if (std::ranges::none_of(causes, [&](const auto cause) { return witness.looked_at_any_of(cause); })) {
      return "expects that no cause is likely, but nothing that shows any was looked at";
    }
  }
  return {};
}

}  // namespace syncdx::rule_tests
