// The shipped rules are right by their own checks, and carry every item of the troubleshooting guide.
#include "base/print_diagnostic.hpp"
#include "rules/load.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <string>

using namespace syncdx;

namespace {

rules::RuleSet shipped(std::string& problems) {
  const std::vector<std::string> paths{SYNCDX_SOURCE_DIR "/rules"};
  auto files = rules::read_rule_files(paths);
  REQUIRE(files);
  auto loaded = rules::load_rules(std::move(*files));
  for (const auto& diagnostic : loaded ? loaded->warnings : loaded.error()) problems += to_text(diagnostic);
  return loaded ? std::move(loaded->value) : rules::RuleSet{};
}

}  // namespace

TEST_CASE("the shipped rules have no errors and no warnings") {
  std::string problems;
  const auto rules = shipped(problems);
  INFO(problems);
  CHECK(problems.empty());
  CHECK(rules.symptoms.size() > 200);
}

TEST_CASE("every item of the guide's sections A to D is carried by a rule") {
  std::string problems;
  const auto rules = shipped(problems);
  std::set<std::string> carried;
  const auto add = [&](const auto& items) {
    for (const auto& item : items) carried.insert(item.guide.begin(), item.guide.end());
  };
  add(rules.issues);
  add(rules.symptoms);
  add(rules.causes);
  add(rules.solutions);
  std::ifstream list(SYNCDX_SOURCE_DIR "/tests/rules/guide_ids.txt");
  std::string missing;
  int ids = 0;
  for (std::string id; list >> id; ++ids) {
    if (!carried.contains(id)) missing += id + " ";
  }
  CHECK(ids == 82);
  CHECK(missing.empty());
}

TEST_CASE("the issues of the guide are all there") {
  std::string problems;
  const auto rules = shipped(problems);
  std::set<std::string> ids;
  for (const auto& issue : rules.issues) ids.insert(issue.id);
  for (const auto* id :
       {"authentication_error", "permission_denied", "rate_limited", "connection_timeout", "platform_unavailable",
        "resource_not_found", "data_not_syncing", "data_format_error", "duplicate_records", "missing_historical_data"}) {
    CHECK(ids.contains(id));
  }
}
