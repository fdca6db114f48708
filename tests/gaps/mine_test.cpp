#include "gaps/mine.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace syncdx::gaps;

namespace {

std::string text_of(const Template& found) {
  std::string text;
  for (const auto& word : found.words) text += (text.empty() ? "" : " ") + (word.empty() ? std::string("<*>") : word);
  return text;
}

std::vector<std::string> texts(const MinedLines& mined) {
  std::vector<std::string> result;
  for (const auto& found : find_templates(mined)) result.push_back(text_of(found));
  std::ranges::sort(result);
  return result;
}

MinedLines mine(const std::vector<std::string>& lines) {
  MinedLines mined;
  for (std::size_t i = 0; i < lines.size(); ++i) mined.add(lines[i], i, {0, i * 100, i + 1}, lines[i]);
  return mined;
}

const std::vector<std::string> names{"anna", "bert", "cleo", "dora", "emil", "fritz", "greta", "hanna", "ida", "jens"};

}  // namespace

TEST_CASE("a few words at a place are words of the message, many are values") {
  std::vector<std::string> lines;
  for (const auto& name : names) lines.push_back("the user named " + name + " logged out");
  for (const auto& state : {"up", "down"}) lines.push_back(std::string("the link eth0 went ") + state);
  CHECK(texts(mine(lines)) ==
        std::vector<std::string>{"the link went down", "the link went up", "the user named <*> logged out"});
}

TEST_CASE("lines of different first words or lengths are different kinds") {
  CHECK(texts(mine({"export of orders refused", "import of orders refused", "export of orders refused again"})).size() == 3);
}

TEST_CASE("templates are the same for any order of lines and any split among threads") {
  std::vector<std::string> lines;
  for (int round = 0; round < 20; ++round) {
    for (const auto& name : names) {
      lines.push_back("could not map channel " + name + " to a warehouse, attempt " + std::to_string(round));
      lines.push_back("row " + std::to_string(round) + " of sheet " + name + " has no key");
    }
  }
  const auto mined = mine(lines);
  const auto expected = find_templates(mined);
  std::mt19937 random(7);
  for (int trial = 0; trial < 5; ++trial) {
    std::vector<std::size_t> order(lines.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::shuffle(order, random);
    std::vector<MinedLines> parts(3);
    for (std::size_t k = 0; k < order.size(); ++k) {
      const std::size_t i = order[k];
      parts[k % parts.size()].add(lines[i], i, {0, i * 100, i + 1}, lines[i]);
    }
    MinedLines whole;
    for (const auto& part : parts) whole.merge(part);
    const auto found = find_templates(whole);
    REQUIRE(found.size() == expected.size());
    for (std::size_t t = 0; t < found.size(); ++t) {
      CHECK(found[t].words == expected[t].words);
      CHECK(found[t].lines == expected[t].lines);
      CHECK(found[t].sessions == expected[t].sessions);
      REQUIRE(found[t].groups.size() == expected[t].groups.size());
      for (std::size_t g = 0; g < found[t].groups.size(); ++g) {
        CHECK(found[t].groups[g]->samples == expected[t].groups[g]->samples);
      }
    }
  }
}

TEST_CASE("of too many kinds a fair sample is kept, the same in any order") {
  const auto line_of = [](std::size_t i) {
    std::string word;
    for (std::size_t n = i + 1; n > 0; n /= 26) word += static_cast<char>('a' + n % 26);
    return "kind " + word + " seen";
  };
  const std::size_t count = MinedLines::max_groups + 5000;
  MinedLines forward;
  MinedLines backward;
  for (std::size_t i = 0; i < count; ++i) forward.add(line_of(i), i, {0, i, i + 1}, line_of(i));
  for (std::size_t i = count; i-- > 0;) backward.add(line_of(i), i, {0, i, i + 1}, line_of(i));
  CHECK(forward.sampled());
  CHECK(forward.lines() == count);
  const auto a = forward.groups();
  const auto b = backward.groups();
  CHECK(a.size() == MinedLines::max_groups);
  CHECK(std::ranges::equal(a, b, [](const auto* x, const auto* y) { return x->words == y->words && x->lines == y->lines; }));
}

TEST_CASE("sessions are counted exactly up to the capacity and estimated beyond") {
  std::mt19937_64 random(3);
  SessionCount few;
  SessionCount many;
  for (std::size_t i = 0; i < 200; ++i) {
    const auto hash = random();
    few.add(hash);
    few.add(hash);
    many.add(hash);
  }
  CHECK(few.count() == 200);
  for (std::size_t i = 200; i < 100'000; ++i) many.add(random());
  CHECK(static_cast<double>(many.count()) == Approx(100'000).epsilon(0.2));
}
