#include "rules/known_platforms.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace syncdx::rules {

std::vector<std::string> known_platforms(const RuleSet& rules) {
  std::set<std::string> names{std::string(any_platform)};
  for (const auto& platform : rules.platforms) names.insert(platform.id);
  for (const auto& cause : rules.causes) names.insert(cause.platform);
  for (const auto& symptom : rules.symptoms) names.insert(symptom.platform);
  return {names.begin(), names.end()};
}

std::optional<Diagnostic> refuse_platform(const RuleSet& rules, std::string_view platform) {
  const auto known = known_platforms(rules);
  if (platform.empty() || std::ranges::find(known, platform) != known.end()) return std::nullopt;
  const auto near = nearest_name(platform, known);
  return Diagnostic{
      .code = "C007",
      .message = fmt::format("the rules know no platform '{}'", shorten(repair_utf8(platform), 100)),
      .help = fmt::format("{}known: {}", near ? fmt::format("did you mean '{}'? ", *near) : "", fmt::join(known, ", "))};
}

}  // namespace syncdx::rules
