#include "rules/load.hpp"

#include "rules/store.hpp"
#include "support/rules_from_yaml.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

using namespace syncdx;

namespace {

const rules::RuleFile general{"general.yaml", R"(
platform: any
basis: test
issue: {id: limited, title: Limited}
symptoms:
  - {id: said, title: said, log: {any: [said]}, examples: [said], counter_examples: [x]}
  - {id: also, title: also, log: {any: [also]}, examples: [also], counter_examples: [x]}
causes:
  - {id: too_fast, title: Too fast, explanation: Too many., prior: common, guide: [D4], shows: {said: often, also: sometimes}, solutions: {wait: often}}
  - {id: other, title: Other, prior: .2, shows: {also: .25}, solutions: {wait: .5}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1.5, verify: It works.}
)"};

const rules::RuleFile shop{"shop.yaml", R"(
platform: shop
basis: test
refines: limited
symptoms:
  - {id: shop_said, title: s, leak: rarely, log: {any: [shop]}, examples: [shop], counter_examples: [x]}
causes:
  - {refines: too_fast, title: Too fast for the shop, guide: [B1], shows: {shop_said: usually, also: never}, solutions: {ask: often}}
solutions:
  - {id: ask, title: Ask, instructions: [Ask.], cost_minutes: 3, kind: escalate}
)"};

rules::RuleSet load(std::vector<rules::RuleFile> files) {
  auto loaded = rules::load_rules(std::move(files));
  REQUIRE(loaded);
  return std::move(loaded->value);
}

}  // namespace

TEST_CASE("words and numbers read as the documented probabilities") {
  const auto rules = load({general});
  CHECK(rules.causes[0].prior == .04);
  CHECK(rules.causes[0].shows[0].probability == .6);
  CHECK(rules.causes[0].shows[1].probability == .3);
  CHECK(rules.causes[1].prior == .2);
  CHECK(rules.causes[1].repairs[0].probability == .5);
  CHECK(rules.symptoms[0].leak == .01);
  CHECK(rules.solutions[0].cost_minutes == 1.5);
}

TEST_CASE("a refinement inherits what it does not say, and its own entries win and stand first") {
  const auto rules = load({general, shop});
  const auto refined = std::ranges::find(rules.causes, "shop", &rules::Cause::platform);
  REQUIRE(refined != rules.causes.end());
  CHECK(refined->id == "too_fast");
  CHECK(refined->title == "Too fast for the shop");
  CHECK(refined->explanation == "Too many.");
  CHECK(refined->prior == .04);
  CHECK(refined->guide == std::vector<std::string>{"B1", "D4"});
  REQUIRE(refined->shows.size() == 2);  // `also: never` takes the inherited strength away
  CHECK(rules.symptoms[refined->shows[0].symptom].id == "said");
  CHECK(rules.symptoms[refined->shows[1].symptom].id == "shop_said");
  REQUIRE(refined->repairs.size() == 2);
  CHECK(rules.solutions[refined->repairs[0].solution].id == "ask");
  CHECK(rules.solutions[refined->repairs[1].solution].id == "wait");
}

TEST_CASE("on its platform a refinement stands for the general cause; elsewhere it is not there") {
  const auto rules = load({general, shop});
  const auto names = [&](std::string_view platform) {
    std::vector<std::string> result;
    for (const auto i : rules::active_causes(rules, platform)) result.push_back(rules::full_name(rules, rules.causes[i]));
    return result;
  };
  CHECK(names("any") == std::vector<std::string>{"any.limited.too_fast", "any.limited.other"});
  CHECK(names("shop") == std::vector<std::string>{"any.limited.other", "shop.limited.too_fast"});
  CHECK(names("elsewhere") == names("any"));
}

TEST_CASE("the order of the files does not matter") {
  CHECK(rules::to_bytes(load({general, shop})) == rules::to_bytes(load({shop, general})));
}

TEST_CASE("an HTTP status becomes patterns for its spellings") {
  const auto rules = test::rules_from_yaml(R"(
platform: any
basis: test
symptoms:
  - {id: too_many, title: t, role: error, http_status: [429], examples: ["status=429", "HTTP/1.1 429"], counter_examples: ["429 orders"]}
)");
  const auto& log = std::get<rules::LogSymptom>(rules->symptoms[0].source);
  CHECK(log.http_status == std::vector<int>{429});
  CHECK_FALSE(log.any.empty());
}

TEST_CASE("what cannot be read is an error with the path") {
  const std::vector<std::string> paths{"no/such/rules"};
  const auto files = rules::read_rule_files(paths);
  REQUIRE_FALSE(files);
  CHECK(files.error().front().code == "R003");
  CHECK(files.error().front().message.find("no/such/rules") != std::string::npos);
}

TEST_CASE("case files among the rules are not read as rules, unless they are named") {
  const auto folder = std::filesystem::temp_directory_path() / ("load_test_" + std::to_string(std::random_device{}()));
  std::filesystem::create_directories(folder / "shop");
  for (const auto* name : {"general.yaml", "shop/shop.yaml", "shop/shop.cases.yaml"}) std::ofstream(folder / name) << "a: b\n";
  const auto found = rules::read_rule_files(std::vector{folder.string()});
  const auto named = rules::read_rule_files(std::vector{(folder / "shop/shop.cases.yaml").string()});
  std::filesystem::remove_all(folder);
  REQUIRE(found);
  std::vector<std::string> names;
  for (const auto& file : *found) names.push_back(std::filesystem::path(file.path).filename());
  CHECK(names == std::vector<std::string>{"general.yaml", "shop.yaml"});
  REQUIRE(named);
  CHECK(named->size() == 1);
}

TEST_CASE("a byte order mark and an anchor are no slip") {
  auto marked = general;
  marked.text = "\xEF\xBB\xBFplatform: any" + marked.text.substr(marked.text.find("\nbasis"));
  const auto found = marked.text.find("explanation: Too many.");
  REQUIRE(found != std::string::npos);
  marked.text.replace(found, 22, "explanation: &few Too many.");
  const auto loaded = rules::load_rules({marked});
  REQUIRE(loaded);
  CHECK(loaded->value.platforms.empty());
  CHECK(std::ranges::none_of(loaded->warnings, [](const auto& warning) { return warning.code == "R418"; }));
}
