#include "evidence/time_buckets.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using syncdx::evidence::TimeBuckets;

namespace {

TimeBuckets of(const std::vector<std::int64_t>& seconds) {
  TimeBuckets buckets;
  for (const auto second : seconds) buckets.add(second);
  return buckets;
}

}  // namespace

TEST_CASE("the busiest window is counted exactly while buckets are a second wide") {
  const auto buckets = of({100, 100, 130, 159, 160, 400});
  CHECK(buckets.most_within(1) == 2);
  CHECK(buckets.most_within(31) == 3);
  CHECK(buckets.most_within(60) == 4);
  CHECK(buckets.most_within(61) == 5);
  CHECK(buckets.most_within(1000) == 6);
  CHECK(TimeBuckets().most_within(60) == 0);
}

TEST_CASE("buckets depend on the set of times only, not on order or cuts") {
  std::mt19937 random(20261123);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::int64_t> seconds(1500);
    std::uniform_int_distribution<std::int64_t> pick(-5000, round % 2 == 0 ? 100 : 4'000'000);
    std::ranges::generate(seconds, [&] { return pick(random); });
    const auto whole = of(seconds);
    std::ranges::shuffle(seconds, random);
    const auto cut = static_cast<std::ptrdiff_t>(random() % seconds.size());
    auto left = of({seconds.begin(), seconds.begin() + cut});
    const auto right = of({seconds.begin() + cut, seconds.end()});
    auto swapped = right;
    swapped.merge(left);
    left.merge(right);
    REQUIRE(left == whole);
    REQUIRE(swapped == whole);
  }
}
