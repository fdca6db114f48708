#include "infer/network.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

namespace syncdx::infer {

TEST_CASE("a network gives back its numbers, links sorted") {
  const auto network =
      CausalNetwork::build({.priors = {0.1, 0.2}, .leaks = {0.0, 0.3}, .links = {{1, 0, 1.0}, {0, 1, 0.5}, {1, 1, 0.25}}});
  REQUIRE(network.has_value());
  REQUIRE(network->causes() == 2);
  REQUIRE(network->findings() == 2);
  REQUIRE(network->prior(1) == 0.2);
  REQUIRE(network->leak(1) == 0.3);
  REQUIRE(network->links_of_cause(0).size() == 1);
  REQUIRE(network->links_of_finding(1).size() == 2);
  REQUIRE(network->links_of_finding(1)[0].cause == 0);
  REQUIRE(network->links_of_finding(1)[1].strength == 0.25);
}

TEST_CASE("numbers out of range, ends that do not exist and double links are refused by name") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  struct Row {
    NetworkSpec spec;
    std::string says;
  };
  const std::vector<Row> rows{
      {{.priors = {0.0}}, "prior of the cause with index 0 is 0"},
      {{.priors = {0.5, 1.0}}, "prior of the cause with index 1 is 1"},
      {{.priors = {nan}}, "prior"},
      {{.leaks = {1.0}}, "leak of the finding with index 0 is 1"},
      {{.leaks = {-0.1}}, "leak"},
      {{.leaks = {nan}}, "leak"},
      {{.priors = {0.5}, .leaks = {0.1}, .links = {{0, 0, 0.0}}}, "strength of the link with index 0 is 0"},
      {{.priors = {0.5}, .leaks = {0.1}, .links = {{0, 0, 1.5}}}, "strength"},
      {{.priors = {0.5}, .leaks = {0.1}, .links = {{0, 0, nan}}}, "strength"},
      {{.priors = {0.5}, .leaks = {0.1}, .links = {{1, 0, 0.5}}}, "link 0 joins cause 1 and finding 0"},
      {{.priors = {0.5}, .leaks = {0.1}, .links = {{0, 3, 0.5}}}, "link 0 joins cause 0 and finding 3"},
      {{.priors = {0.5}, .leaks = {0.1}, .links = {{0, 0, 0.5}, {0, 0, 0.6}}}, "linked twice"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.says);
    const auto network = CausalNetwork::build(row.spec);
    REQUIRE_FALSE(network.has_value());
    REQUIRE(network.error().code == "D002");
    REQUIRE(network.error().message.find(row.says) != std::string::npos);
  }
}

}  // namespace syncdx::infer
