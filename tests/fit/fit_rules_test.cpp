#include "evaluate/rules_and_cases.hpp"

#include "syncdx/fit_rules.hpp"
#include "syncdx/report.hpp"

using namespace syncdx;
using test::case_line;

namespace {

// What a refinement inherits, and what it says itself; a basis of its own; braces.
constexpr auto refined_rules = R"(platform: shop
basis: "words: a test"   # why
refines: fire
causes:
  - refines: candle
    shows: {heat: .3}  # hotter here
  - {refines: stove, prior: .02, basis: 'seen, it''s said'}
)";

struct Fitted {
  test::Folder folder;
  evaluate::Fit fit;
  std::string fire;
  std::string refined;
};

evaluate::LabelledCases cases_of(const test::Folder& folder, const std::string& platform) {
  std::string lines;
  for (int i = 0; i < 30; ++i) lines += case_line("s" + std::to_string(i), i < 24 ? "smoke" : "heat", "fire", "candle");
  for (int i = 0; i < 10; ++i) lines += case_line("h" + std::to_string(i), "heat", "fire", "stove");
  lines += case_line("odd", "smoke", "fire", "meteor");
  for (auto at = lines.find("other:x"); at != std::string::npos; at = lines.find("other:x", at + 1))
    lines.replace(at, 7, platform);
  const auto cases = evaluate::read_cases(folder.write("cases.jsonl", lines));
  REQUIRE(cases);
  return *cases;
}

void fit(Fitted& fitted, const std::string& platform, const evaluate::FitOptions& options) {
  fitted.fire = fitted.folder.write("rules/fire.yaml", test::measured_rules);
  fitted.refined = fitted.folder.write("rules/refined.yaml", refined_rules);
  const auto cases = cases_of(fitted.folder, platform);
  auto result = evaluate::fit_rules({.rule_paths = {fitted.folder.path() + "/rules"}}, cases, options);
  if (!result) FAIL(to_text(result.error().front()));
  fitted.fit = std::move(result->value);
}

const evaluate::FittedNumber* number(const evaluate::Fit& fit, std::string_view cause, std::string_view symptom) {
  const auto found =
      std::ranges::find_if(fit.numbers, [&](const auto& entry) { return entry.cause == cause && entry.symptom == symptom; });
  return found == fit.numbers.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("numbers move towards what the cases show, and only they are written") {
  Fitted fitted;
  fit(fitted, "other:x", {.weight = 5, .prior_weight = 20, .unseen = 1, .folds = 4, .note = "fitted 2026-11-25 to 41 cases"});
  CHECK(fitted.fit.cases == 40);
  CHECK(fitted.fit.unmatched == std::vector<std::string>{"odd"});
  const auto* prior = number(fitted.fit, "any.fire.candle", "");
  REQUIRE(prior);
  CHECK(prior->after == Approx(.51));  // (20 * .04 + 30) / (20 + 40) = .513
  CHECK(prior->written == "common");
  const auto* smoke = number(fitted.fit, "any.fire.candle", "smoke");
  REQUIRE(smoke);
  CHECK(smoke->after > .7);  // 24 of 30
  CHECK(fitted.fit.objective_after > fitted.fit.objective_before);
  REQUIRE(fitted.fit.patches.size() == 1);
  const auto& patch = fitted.fit.patches[0];
  CHECK(patch.path == fitted.fire);
  CHECK_THAT(patch.diff, Catch::Contains("-    prior: common\n+    prior: .51\n"));
  CHECK_THAT(patch.diff,
             Catch::Contains("   - id: candle   # the usual one\n+    basis: \"test; fitted 2026-11-25 to 41 cases\"\n"));
  // Apart from numbers and bases the file is what it was.
  CHECK_THAT(patch.text, Catch::Contains("explanation") || Catch::Contains("    title: A candle\n"));
  CHECK(patch.text.size() < std::string_view(test::measured_rules).size() + 150);
}

TEST_CASE("a number that a refinement inherits is its general cause's; what it says itself is its own") {
  Fitted fitted;
  fit(fitted, "shop", {.weight = 5, .prior_weight = 20, .unseen = 1, .folds = 0, .note = "fitted 2026-11-25 to 41 cases"});
  CHECK(number(fitted.fit, "any.fire.candle", ""));
  CHECK(number(fitted.fit, "any.fire.candle", "smoke"));
  CHECK_FALSE(number(fitted.fit, "any.fire.candle", "heat"));
  REQUIRE(number(fitted.fit, "shop.fire.stove", ""));
  CHECK_FALSE(number(fitted.fit, "any.fire.stove", ""));
  REQUIRE(fitted.fit.patches.size() == 2);
  CHECK_THAT(fitted.fit.patches[1].text,
             Catch::Contains("basis: \"seen, it's said; fitted 2026-11-25 to 41 cases\"") && Catch::Contains("# why"));
  CHECK_FALSE(fitted.fit.validation);
}

TEST_CASE("a second fit replaces the note of the first") {
  Fitted fitted;
  fit(fitted, "other:x", {.weight = 5, .prior_weight = 20, .folds = 0, .note = "fitted 2026-01-01 to 7 cases"});
  const test::Folder folder;
  const auto path = folder.write("fire.yaml", fitted.fit.patches.at(0).text);
  const auto again =
      evaluate::fit_rules({.rule_paths = {path}}, cases_of(folder, "other:x"),
                          {.weight = 5, .prior_weight = 20, .folds = 0, .note = "fitted 2026-02-02 to 41 cases"});
  REQUIRE(again);
  CHECK_THAT(again->value.patches.at(0).text,
             Catch::Contains("\"test; fitted 2026-02-02 to 41 cases\"") && !Catch::Contains("2026-01-01"));
}

TEST_CASE("cross-validation measures each case with numbers fitted without its fold") {
  Fitted fitted;
  fit(fitted, "other:x", {.weight = 5, .prior_weight = 20, .folds = 4});
  REQUIRE(fitted.fit.validation);
  CHECK(fitted.fit.validation->folds == 4);
  CHECK(fitted.fit.validation->before.cases == 41);
  CHECK(fitted.fit.validation->after.log_loss < fitted.fit.validation->before.log_loss);
  const auto text = report::fit_text(fitted.fit);
  CHECK_THAT(text, Catch::Contains("cross-validated in 4 folds") && Catch::Contains("--- " + fitted.fire));
}

TEST_CASE("where every case gives its author the right, nothing changes") {
  Fitted fitted;
  fit(fitted, "other:x", {.weight = 1e9, .prior_weight = 1e9, .folds = 0});
  CHECK(fitted.fit.numbers.empty());
  CHECK(fitted.fit.patches.empty());
}
