// `rules fmt`: the shipped rules and generated ones mean the same when laid out, and laying out twice changes nothing.
#include "rules/format_rules.hpp"
#include "rules/load.hpp"
#include "support/rules_meaning.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace syncdx;
using rules::format_rules;

namespace {

std::vector<rules::RuleFile> shipped_files() {
  const std::vector<std::string> paths{SYNCDX_SOURCE_DIR "/rules"};
  auto files = rules::read_rule_files(paths);
  REQUIRE(files);
  return std::move(*files);
}

std::string meaning(std::vector<rules::RuleFile> files) {
  auto loaded = rules::load_rules(std::move(files));
  REQUIRE(loaded);
  return test::meaning(std::move(loaded->value));
}

// One file with the keys of its items shuffled, odd indentation, comments and empty lines.
std::string generated(std::mt19937& random) {
  const auto pick = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  const auto shuffled = [&](std::vector<std::string> keys, std::size_t dash, std::size_t column) {
    std::ranges::shuffle(keys, random);
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i > 0 && pick(4) == 0) text += std::string(pick(9), ' ') + "# remark " + std::to_string(i) + "\n";
      if (i > 0 && pick(6) == 0) text += "\n\n";
      text += (i == 0 ? std::string(dash, ' ') + "-" + std::string(column - dash - 1, ' ') : std::string(column, ' ')) +
              keys[i] + std::string(pick(2), ' ') + "\n";
    }
    return text;
  };
  const auto dash = pick(5);
  const auto column = dash + 2 + pick(3);
  const std::string in(column + 1 + pick(4), ' ');
  std::string text = "# a file\nplatform: any\nbasis: test\nissue: {id: trouble, title: Trouble}\n";
  std::string causes = "causes:\n";
  std::string symptoms = "symptoms:\n";
  for (std::size_t i = 0; i < 1 + pick(4); ++i) {
    symptoms +=
        shuffled({fmt::format("id: seen_{}", i), "title: \"Seen: it\"", "leak: .01", "means: some words\n" + in + "and more",
                  fmt::format("log:\n{0}any:\n{0}- 'seen {1}'\n{0}- (?i)saw {1}", in, i),
                  fmt::format("examples: [seen {0},\n{1}saw {0}]", i, in), "counter_examples:\n" + in + "- x # nothing"},
                 dash, column);
    causes += shuffled({fmt::format("id: cause_{}", i), "title: Cause", "prior: .01",
                        fmt::format("shows:\n{}seen_{}: often", in, i), "solutions: {wait: often}"},
                       dash, column);
  }
  const std::string solutions =
      "solutions:\n- {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}\n";
  std::vector<std::string> parts{symptoms, causes, solutions};
  std::ranges::shuffle(parts, random);
  for (const auto& part : parts) text += part + (pick(2) == 0 ? "\n# between\n" : "");
  return text;
}

}  // namespace

TEST_CASE("the shipped rules mean the same when laid out, and are so already") {
  auto files = shipped_files();
  const auto before = meaning(files);
  for (auto& file : files) {
    INFO(file.path);
    auto text = format_rules(file.text);
    CHECK(format_rules(text) == text);
    CHECK(std::ranges::count(text, '#') == std::ranges::count(file.text, '#'));
    CHECK(text == file.text);
    file.text = std::move(text);
  }
  CHECK(meaning(files) == before);
}

TEST_CASE("generated rules mean the same when laid out, keep their remarks, and laying out twice changes nothing") {
  std::mt19937 random(20261125);
  int changed = 0;
  for (int i = 0; i < 300; ++i) {
    const auto text = generated(random);
    const auto laid_out = format_rules(text);
    INFO(text << "\n-----\n" << laid_out);
    changed += laid_out != text ? 1 : 0;
    REQUIRE(meaning({{"a.yaml", laid_out}}) == meaning({{"a.yaml", text}}));
    REQUIRE(format_rules(laid_out) == laid_out);
    REQUIRE(std::ranges::count(laid_out, '#') == std::ranges::count(text, '#'));
  }
  CHECK(changed > 250);
}

TEST_CASE("keys get the order of the table, remarks stay with what they stand above") {
  CHECK(format_rules("symptoms:\n"
                     "    # about the title\n"
                     "    - title: T\n"
                     "      # about the leak\n"
                     "      leak: .01  \n"
                     "      id: a\n"
                     "\n\n"
                     "basis: b\n"
                     "platform: any\n") ==
        "platform: any\n"
        "\n"
        "basis: b\n"
        "symptoms:\n"
        "  # about the title\n"
        "  - id: a\n"
        "    title: T\n"
        "    # about the leak\n"
        "    leak: .01\n");
}

TEST_CASE("what is no YAML, or of a shape that the layout does not understand, is left alone") {
  for (const auto* text :
       {"a: [b\n", "platform: any\nplatform: any\nbasis: b\n", "means: |\n  two\n\n\n  lines\nbasis: b\n", "", "- a\n"}) {
    CHECK(format_rules(text) == text);
  }
}
