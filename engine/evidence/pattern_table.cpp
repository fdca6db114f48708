#include "evidence/pattern_table.hpp"

#include <unordered_map>
#include <variant>

namespace syncdx::evidence {

PatternTable::PatternTable(const rules::RuleSet& rules) {
  std::unordered_map<std::string, std::size_t> known;
  const auto number_of = [&](const std::string& regex) {
    const auto [entry, is_new] = known.emplace(regex, patterns_.size());
    if (is_new) {
      patterns_.push_back(regex);
      symptoms_.emplace_back();
      platforms_.emplace_back();
    }
    return entry->second;
  };
  for (rules::SymptomIndex index = 0; index < rules.symptoms.size(); ++index) {
    const auto* log = std::get_if<rules::LogSymptom>(&rules.symptoms[index].source);
    if (log == nullptr) continue;
    for (const auto& pattern : log->any) symptoms_[number_of(pattern.regex)].push_back(index);
  }
  for (std::size_t index = 0; index < rules.platforms.size(); ++index) {
    for (const auto& pattern : rules.platforms[index].detect) platforms_[number_of(pattern.regex)].push_back(index);
  }
}

}  // namespace syncdx::evidence
