// Every error form of the platforms' documentation is known to the shipped rules: the line alone must bring its cause among the
// first three. The tables are tests/rules/reference_strings_<platform>.txt: `issue/cause | line`.
#include "syncdx/engine.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <string>

namespace {

std::size_t rank_of(const syncdx::Diagnosis& diagnosis, const std::string& cause) {
  const auto found = std::ranges::find_if(diagnosis.causes, [&](const auto& c) { return c.issue + "/" + c.id == cause; });
  return static_cast<std::size_t>(found - diagnosis.causes.begin());
}

}  // namespace

TEST_CASE("each documented error form brings its cause among the first three") {
  const auto loaded =
      syncdx::Engine::load({.rule_paths = {SYNCDX_SOURCE_DIR "/rules"}, .cache_dir = SYNCDX_BINARY_DIR "/test-cache"});
  REQUIRE(loaded);
  const std::string platform = GENERATE("shopify", "amazon", "netsuite");
  std::ifstream table(SYNCDX_SOURCE_DIR "/tests/rules/reference_strings_" + platform + ".txt");
  std::size_t forms = 0;
  std::string missed;
  for (std::string row; std::getline(table, row);) {
    if (row.empty() || row.front() == '#') continue;
    const auto bar = row.find(" | ");
    REQUIRE(bar != std::string::npos);
    const auto cause = row.substr(0, row.find_last_not_of(' ', bar) + 1);
    const auto diagnosis = loaded->value.diagnose(
        {.text = row.substr(bar + 3) + "\n", .platform = platform, .completeness = syncdx::Completeness::excerpt});
    REQUIRE(diagnosis);
    ++forms;
    if (rank_of(*diagnosis, cause) >= 3 || diagnosis->causes[rank_of(*diagnosis, cause)].probability < 0.02) {
      missed += "\n" + row + "\n    got:";
      for (std::size_t i = 0; i < std::min<std::size_t>(3, diagnosis->causes.size()); ++i) {
        const auto& c = diagnosis->causes[i];
        missed += " " + c.issue + "/" + c.id + " " + std::to_string(c.probability);
      }
    }
  }
  INFO(platform << ": " << missed);
  CHECK(forms >= 45);
  CHECK(missed.empty());
}
