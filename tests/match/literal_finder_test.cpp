#include "match/literal_finder.hpp"

#include <catch2/catch.hpp>

#include <random>

namespace syncdx::match {
namespace {

TEST_CASE("literals that end inside others are found") {
  const std::vector<std::string> literals{"he", "she", "his", "hers"};
  CHECK(LiteralFinder(literals).find("ushers") == std::vector<int>{0, 1, 3});
  CHECK(LiteralFinder(literals).find("hi").empty());
}

TEST_CASE("the finder finds what a plain search finds") {
  constexpr unsigned seed = 20261123;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto word = [&](std::size_t longest) {
    std::string text;
    for (auto n = 1 + random() % longest; n > 0; --n) text += "ab\xff"[random() % 3];
    return text;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> literals;
    for (int i = 0; i < 12; ++i) literals.push_back(word(5));
    const auto text = word(40);
    std::vector<int> expected;
    for (std::size_t i = 0; i < literals.size(); ++i) {
      if (text.find(literals[i]) != std::string::npos) expected.push_back(static_cast<int>(i));
    }
    CHECK(LiteralFinder(literals).find(text) == expected);
  }
}

}  // namespace
}  // namespace syncdx::match
