#include "infer/graph.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

namespace syncdx::infer {
namespace {

using Indices = std::vector<std::size_t>;

// 0 - f0 - 1 - f1 - 2, 3 - f2, 4 alone, f3 alone
CausalNetwork chain() {
  return *CausalNetwork::build({.priors = {0.1, 0.1, 0.1, 0.1, 0.1},
                                .leaks = {0.1, 0.1, 0.1, 0.1},
                                .links = {{0, 0, 0.5}, {1, 0, 0.5}, {1, 1, 0.5}, {2, 1, 0.5}, {3, 2, 0.5}}});
}

}  // namespace

TEST_CASE("components follow the included findings only") {
  const auto all = connected_components(chain(), {true, true, true, true});
  REQUIRE(all.size() == 3);
  REQUIRE(all[0].causes == Indices{0, 1, 2});
  REQUIRE(all[0].findings == Indices{0, 1});
  REQUIRE(all[1].causes == Indices{3});
  REQUIRE(all[2].causes.empty());
  REQUIRE(all[2].findings == Indices{3});
  const auto cut = connected_components(chain(), {true, false, false, false});
  REQUIRE(cut.size() == 1);
  REQUIRE(cut[0].causes == Indices{0, 1});
}

TEST_CASE("what a cause reaches ends where findings are not included") {
  const Indices start{2};
  REQUIRE(reachable(chain(), {true, true, true, true}, start).causes == Indices{0, 1, 2});
  REQUIRE(reachable(chain(), {true, true, true, true}, start).findings == Indices{0, 1});
  REQUIRE(reachable(chain(), {false, true, true, true}, start).causes == Indices{1, 2});
  REQUIRE(reachable(chain(), {false, false, false, false}, start).causes == Indices{2});
}

}  // namespace syncdx::infer
