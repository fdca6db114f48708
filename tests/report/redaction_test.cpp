// No secret of a log reaches a report, whatever its form: the made-up secrets of support/canaries.hpp, each in a log of its own
// whose lines are all quoted as evidence or as unexplained errors, in every format.
#include "support/canaries.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <filesystem>
#include <fstream>

using namespace syncdx;

namespace {

constexpr auto rules = R"(platform: any
basis: made up for this test
issue: {id: trouble, title: Trouble}
symptoms:
  - {id: refused, title: A call was refused, log: {any: ['call refused']}, examples: [call refused], counter_examples: [call made]}
  - {id: errs, title: An error, role: error, log: {any: ['^ERROR']}, examples: [ERROR x], counter_examples: [INFO x]}
causes:
  - {id: wear, title: Wear, prior: rare, shows: {refused: usually}, solutions: {wait: often}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
)";

Engine engine_with_one_rule() {
  const auto path = std::filesystem::temp_directory_path() / "syncdx_redaction_test.yaml";
  std::ofstream(path) << rules;
  auto loaded = Engine::load({.rule_paths = {path.string()}, .cache_dir = {}});
  std::filesystem::remove(path);
  REQUIRE(loaded);
  return std::move(loaded->value);
}

}  // namespace

TEST_CASE("at least 99 of 100 secrets are gone from every format of a report") {
  const auto engine = engine_with_one_rule();
  test::Random random(20261123);
  const auto all = test::canaries(random);
  std::array<std::size_t, 3> leaking{};
  std::size_t quoted = 0;
  for (const auto& canary : all) {
    const auto log = "ERROR call refused: " + canary.line + "\nERROR not known: " + canary.line + "\n";
    const auto diagnosis = engine.diagnose({.text = log, .redaction_key = 7});
    REQUIRE(diagnosis);
    const std::array reports{report::to_text(*diagnosis), report::to_json(*diagnosis), report::to_markdown(*diagnosis)};
    quoted += static_cast<std::size_t>(reports[1].find("ERROR call refused: ") != std::string::npos &&
                                       reports[1].find("ERROR not known: ") != std::string::npos);
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (!test::leaks(canary, reports[i])) continue;
      ++leaking[i];
      UNSCOPED_INFO("format " << i << " shows: " << canary.line);
    }
  }
  CHECK(quoted == all.size());  // else there was nothing to leak
  for (const auto count : leaking) CHECK(static_cast<double>(count) <= 0.01 * static_cast<double>(all.size()));
}
