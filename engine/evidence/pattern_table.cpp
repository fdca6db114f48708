#include "evidence/pattern_table.hpp"

#include <algorithm>
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

PatternTable PatternTable::without_symptom(std::string_view regex, rules::SymptomIndex symptom) const {
  auto table = *this;
  const auto at = std::ranges::find(table.patterns_, regex) - table.patterns_.begin();
  std::erase(table.symptoms_[static_cast<std::size_t>(at)], symptom);
  return table;
}

PatternTable PatternTable::without_platform(std::string_view regex, std::size_t platform) const {
  auto table = *this;
  const auto at = std::ranges::find(table.patterns_, regex) - table.patterns_.begin();
  std::erase(table.platforms_[static_cast<std::size_t>(at)], platform);
  return table;
}

}  // namespace syncdx::evidence
