// bench_check_rules [DIR...]: time of the whole check (read, link, check, patterns and examples) of the rules below DIR, and of
// 500 to 5,000 generated rules (a rule: a symptom with two patterns and three examples, its cause and its solution), with the
// time per rule: the check is to be linear.
#include "rules/load.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace syncdx;

std::vector<rules::RuleFile> generated(int count) {
  constexpr int in_a_file = 50;
  std::vector<rules::RuleFile> files;
  for (int first = 0; first < count; first += in_a_file) {
    std::string symptoms = "symptoms:\n";
    std::string causes = "causes:\n";
    std::string solutions = "solutions:\n";
    for (int i = first; i < std::min(count, first + in_a_file); ++i) {
      // Words as different as those of real messages.
      const auto word = fmt::format("{:x}", static_cast<unsigned>(i) * 2654435761U);
      symptoms += fmt::format(
          "  - id: seen_{0}\n    title: Seen {0}\n    leak: .002\n    log:\n      any:\n        - '\\bE-{0}-{1}\\b'\n"
          "        - '(?i)\\b{1} (?:was )?refused\\b.{{0,30}}\\b(?:order|record)s?\\b'\n"
          "    examples: ['ERROR E-{0}-{1}: no', 'the {1} was refused for 3 orders']\n    counter_examples: ['E-{0} was "
          "saved']\n",
          i, word);
      causes += fmt::format(
          "  - id: cause_{0}\n    title: Cause {0}\n    explanation: It is so.\n    prior: rare\n    shows: {{seen_{0}: "
          "usually}}\n    solutions: "
          "{{mend_{0}: often}}\n",
          i);
      solutions += fmt::format(
          "  - id: mend_{0}\n    title: Mend {0}\n    instructions: [Mend it.]\n    cost_minutes: 5\n    verify: It works.\n",
          i);
    }
    files.push_back(
        {fmt::format("rules_{:05}.yaml", first), fmt::format("platform: any\nbasis: generated\nissue: {{id: issue_{}, title: "
                                                             "Issue}}\n{}{}{}",
                                                             first, symptoms, causes, solutions)});
  }
  return files;
}

// Seconds, and the number of problems; the best of three.
std::pair<double, std::size_t> check(const std::vector<rules::RuleFile>& files) {
  double best = 1e9;
  std::size_t problems = 0;
  for (int i = 0; i < 3; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto loaded = rules::load_rules(files);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    problems = loaded ? loaded->warnings.size() : loaded.error().size();
  }
  return {best, problems};
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> paths(arguments + 1, arguments + count);
  if (!paths.empty()) {
    const auto files = rules::read_rule_files(paths);
    if (!files) return 1;
    const auto [seconds, problems] = check(*files);
    fmt::print("{} files: {:.3f} s, {} problems\n", files->size(), seconds, problems);
  }
  for (const int rules : {500, 1000, 2000, 5000}) {
    const auto [seconds, problems] = check(generated(rules));
    fmt::print("{:5} rules: {:.3f} s, {:.1f} us a rule, {} problems\n", rules, seconds, seconds / rules * 1e6, problems);
  }
  return 0;
}
