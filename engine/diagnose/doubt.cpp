#include "diagnose/doubt.hpp"

#include "infer/information.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace syncdx {
namespace {

bool names(const std::string& wanted, const std::string& fact) {
  return wanted.ends_with('.') ? fact.starts_with(wanted) : fact == wanted;
}

}  // namespace

Doubt doubt_of(const rules::RuleSet& rules, const CaseNetwork& network) {
  // Fact -> the open findings that it helps to decide.
  std::multimap<std::string, infer::FindingId> open;
  for (infer::FindingId id = 0; id < network.symptoms.size(); ++id) {
    const auto* symptom = std::get_if<rules::FactSymptom>(&rules.symptoms[network.symptoms[id]].source);
    if (symptom == nullptr || network.states[id] != infer::State::unknown) continue;
    for (const auto& condition : symptom->all) open.emplace(condition.fact, id);
  }
  auto known = std::make_shared<std::map<infer::FindingId, double>>();
  return [&network, open = std::move(open), known](const std::vector<std::string>& facts) {
    double total = 0;
    std::set<infer::FindingId> counted;
    for (const auto& [fact, finding] : open) {
      const bool wanted = std::ranges::any_of(facts, [&fact = fact](const auto& name) { return names(name, fact); });
      if (!wanted || !counted.insert(finding).second) continue;
      auto found = known->find(finding);
      if (found == known->end()) {
        const std::vector<infer::FindingId> one{finding};
        found = known->emplace(finding, infer::information(network.network, network.states, one).front()).first;
      }
      total += found->second;
    }
    return total;
  };
}

}  // namespace syncdx
