#include "batch/picture_cache.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncdx::batch {
namespace {

Diagnosis of_platform(const std::string& platform) {
  Diagnosis diagnosis;
  diagnosis.platform = platform;
  return diagnosis;
}

TEST_CASE("the pictures asked for last are kept") {
  PictureCache cache(2);
  CHECK(cache.find("a") == nullptr);
  for (const auto* name : {"a", "b", "c"}) cache.put(name, of_platform(name));
  REQUIRE(cache.find("a") != nullptr);
  CHECK(cache.find("a")->platform == "a");
  cache.put("d", of_platform("d"));  // the older half, of which only "a" was asked for, goes
  CHECK(cache.find("b") == nullptr);
  CHECK(cache.find("a") != nullptr);
  CHECK(cache.find("d") != nullptr);
}

TEST_CASE("what was found lives on when the cache forgets it") {
  PictureCache cache(1);
  cache.put("a", of_platform("a"));
  const auto found = cache.find("a");
  for (const auto* name : {"b", "c", "d"}) cache.put(name, of_platform(name));
  CHECK(cache.find("a") == nullptr);
  REQUIRE(found != nullptr);
  CHECK(found->platform == "a");
}

}  // namespace
}  // namespace syncdx::batch
