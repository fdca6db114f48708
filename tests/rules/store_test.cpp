#include "rules/store.hpp"

#include "support/files.hpp"
#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace syncdx;

namespace {

std::string whole_rules() { return test::slurp(SYNCDX_SOURCE_DIR "/tests/fuzz/corpus/rules/whole.yaml"); }

}  // namespace

TEST_CASE("rules come back from their bytes as they were") {
  const auto rules = test::rules_from_yaml(whole_rules());
  const auto bytes = rules::to_bytes(*rules);
  const auto again = rules::from_bytes(bytes);
  REQUIRE(again);
  CHECK(rules::to_bytes(*again) == bytes);
  CHECK(again->symptoms.size() == rules->symptoms.size());
  CHECK(again->causes.front().shows.size() == rules->causes.front().shows.size());
}

TEST_CASE("cut or damaged bytes are refused or read as some rules, never worse") {
  const auto rules = test::rules_from_yaml(whole_rules());
  const auto bytes = rules::to_bytes(*rules);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_FALSE(rules::from_bytes(std::string_view(bytes).substr(0, length)));
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    auto damaged = bytes;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto read = rules::from_bytes(damaged);
    if (!read) continue;
    for (const auto& cause : read->causes) CHECK(cause.issue < read->issues.size());
  }
}
