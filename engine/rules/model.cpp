#include "rules/model.hpp"

namespace syncdx::rules {

std::vector<CauseIndex> active_causes(const RuleSet& rules, std::string_view platform) {
  std::vector<bool> refined(rules.causes.size(), false);
  if (platform != any_platform) {
    for (const auto& cause : rules.causes) {
      if (cause.platform == platform && cause.refines) refined[*cause.refines] = true;
    }
  }
  std::vector<CauseIndex> active;
  for (CauseIndex i = 0; i < rules.causes.size(); ++i) {
    const auto& cause = rules.causes[i];
    if (cause.platform == any_platform ? !refined[i] : cause.platform == platform) active.push_back(i);
  }
  return active;
}

std::string full_name(const RuleSet& rules, const Cause& cause) {
  return cause.platform + '.' + rules.issues[cause.issue].id + '.' + cause.id;
}

}  // namespace syncdx::rules
