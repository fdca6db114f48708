#include "evidence/summary.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace syncdx::evidence;

namespace {

// A random piece of evidence; places are unique per `part`, as those of disjoint pieces of a log are.
LogEvidence random_evidence(std::mt19937& random, std::uint64_t part) {
  LogEvidence evidence(4, 2);
  std::uint64_t offset = part * 1'000'000;
  for (int i = 0; i < 60; ++i) {
    offset += 1 + random() % 100;
    const Place place{random() % 2, offset, offset};
    auto& symptom = evidence.symptoms[random() % 4];
    ++symptom.lines;
    if (!symptom.first || place < *symptom.first) symptom.first = place;
    if (!symptom.last || *symptom.last < place) symptom.last = place;
    if (random() % 2 == 0 && (!symptom.last_loud || *symptom.last_loud < place)) {
      ++symptom.loud;
      symptom.last_loud = place;
      symptom.last_handled = random() % 2 == 0;
    }
    symptom.samples.add({place, "line " + std::to_string(offset), 0, {}});
    symptom.times.add(static_cast<std::int64_t>(random() % 100'000));
    ++evidence.platform_lines[random() % 2];
    if (random() % 3 == 0) evidence.handled.add(place);
    if (random() % 5 == 0) evidence.unmatched.add({place, "odd", 0, {}});
  }
  return evidence;
}

LogEvidence merged(LogEvidence a, const LogEvidence& b) {
  a.merge(b);
  return a;
}

}  // namespace

TEST_CASE("merging evidence is associative and commutative, and empty evidence changes nothing") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const auto a = random_evidence(random, 0);
    const auto b = random_evidence(random, 1);
    const auto c = random_evidence(random, 2);
    REQUIRE(merged(merged(a, b), c) == merged(a, merged(b, c)));
    REQUIRE(merged(a, b) == merged(b, a));
    REQUIRE(merged(a, LogEvidence(4, 2)) == a);
    REQUIRE(merged(LogEvidence(), a) == a);
  }
}

TEST_CASE("the latest places are kept, whatever the order they come in") {
  std::vector<std::uint64_t> offsets(5000);
  for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] = i;
  std::mt19937 random(3);
  std::shuffle(offsets.begin(), offsets.end(), random);
  LatestPlaces places;
  for (const auto offset : offsets) places.add({0, offset, offset});
  REQUIRE(places.places.size() == LatestPlaces::capacity);
  CHECK(places.places.front().offset == 5000 - LatestPlaces::capacity);
  CHECK(places.places.back().offset == 4999);
  CHECK(std::is_sorted(places.places.begin(), places.places.end()));
}
