#include "evaluate/examined_cases.hpp"

#include "base/on_threads.hpp"
#include "diagnose/gather.hpp"

#include <algorithm>
#include <set>

namespace syncdx::evaluate {
namespace {

// Platforms with causes or symptoms of their own, or those of them that were asked for.
std::set<std::string> own_platforms(const rules::RuleSet& rules, const std::vector<std::string>& asked) {
  std::set<std::string> known;
  for (const auto& cause : rules.causes) known.insert(cause.platform);
  for (const auto& symptom : rules.symptoms) known.insert(symptom.platform);
  if (!asked.empty()) {
    std::erase_if(known, [&](const auto& platform) { return std::ranges::find(asked, platform) == asked.end(); });
  }
  return known;
}

ExaminedCase examine_case(const Knowledge& knowledge, const LabelledCase& labelled, std::string platform) {
  ExaminedCase result{.platform = std::move(platform), .findings = {}, .failure = {}};
  const auto gathered = gather(knowledge.plan, {.text = labelled.text, .platform = result.platform});
  if (gathered) {
    result.findings = evidence::find(*knowledge.rules, gathered->evidence);
  } else {
    result.failure = gathered.error();
  }
  return result;
}

}  // namespace

std::vector<ExaminedCase> examine_cases(const Knowledge& knowledge, std::span<const LabelledCase> cases,
                                        const EvaluateOptions& options) {
  const auto known = own_platforms(*knowledge.rules, options.platforms);
  std::vector<ExaminedCase> examined(cases.size());
  on_threads(options.threads, cases.size(), [&](std::size_t i) {
    const auto& platform = cases[i].platform;
    examined[i] = examine_case(knowledge, cases[i], known.contains(platform) ? platform : std::string(rules::any_platform));
  });
  return examined;
}

}  // namespace syncdx::evaluate
