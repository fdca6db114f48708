#include "gaps/propose_pattern.hpp"
#include "gaps/yaml_scalar.hpp"
#include "syncdx/gaps.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

namespace syncdx::gaps {
namespace {

// The first sample that the pattern still matches, masked and shortened as it is.
std::string example_of(const Gap& gap) {
  const auto regex = compile_pattern(gap.pattern);
  for (const auto& sample : gap.samples) {
    if (regex && RE2::PartialMatch(sample.text, *regex)) return sample.text;
  }
  return "FILL IN a line that the pattern matches";
}

std::string symptom_of(const Gap& gap) {
  return fmt::format(
      "  - id: {}   # lines: {}, sessions: {}\n"
      "    title: {}\n"
      "    means: FILL IN what the line means, in one sentence\n"
      "    leak: .01\n"
      "    log: {{any: [{}]}}\n"
      "    examples: [{}]\n"
      "    counter_examples: ['FILL IN a near miss that must not match']\n",
      gap.id, gap.lines, gap.sessions, yaml_scalar(gap.template_text), yaml_scalar(gap.pattern), yaml_scalar(example_of(gap)));
}

// As comments, for whoever has only the file.
std::string left_out(const RuleStub& stub) {
  std::string text;
  for (const auto& [platform, ids] : stub.elsewhere) {
    text += fmt::format("# Not in here, being of another platform (syncdx gaps --platform {}): {}\n", platform,
                        fmt::join(ids, ", "));
  }
  if (!stub.without_pattern.empty()) {
    text += fmt::format("# Not in here, having no pattern: {}\n", fmt::join(stub.without_pattern, ", "));
  }
  return text;
}

}  // namespace

RuleStub rule_stub(std::span<const Gap> gaps) {
  RuleStub stub;
  std::string symptoms;
  std::string shows;
  for (const auto& gap : gaps) {
    if (gap.pattern.empty()) {
      stub.without_pattern.push_back(gap.id);
      continue;
    }
    if (stub.kinds == 0) stub.platform = gap.platform;
    if (gap.platform != stub.platform) {
      stub.elsewhere[gap.platform].push_back(gap.id);
      continue;
    }
    ++stub.kinds;
    symptoms += symptom_of(gap);
    shows += fmt::format("{}{}: often", shows.empty() ? "" : ", ", gap.id);
  }
  if (stub.kinds == 0) return stub;
  stub.text = fmt::format(
      "# Error lines that no rule explained. Fill in what says FILL IN, part the symptoms by their causes, then: syncdx rules "
      "check installed FILE\n"
      "{}"
      "platform: {}\n"
      "basis: FILL IN where the numbers come from, with a date\n"
      "refines: FILL_IN_AN_ISSUE   # such as data_not_syncing; syncdx rules list --kind issue names them all\n"
      "symptoms:\n{}"
      "causes:\n"
      "  - id: FILL_IN_A_CAUSE\n"
      "    title: FILL IN\n"
      "    explanation: FILL IN one or two sentences for the reader\n"
      "    prior: rare\n"
      "    shows: {{{}}}\n"
      "    solutions: {{contact_support: sometimes}}   # FILL IN what mends it\n",
      left_out(stub), stub.platform, symptoms, shows);
  return stub;
}

}  // namespace syncdx::gaps
