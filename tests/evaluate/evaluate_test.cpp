#include "evaluate/rules_and_cases.hpp"

#include "syncdx/report.hpp"

using namespace syncdx;
using evaluate::MissKind;
using test::case_line;

namespace {

// By hand: odds of a single finding's causes, alone in the network of measured_rules.
const std::string lines = case_line("right", "smoke", "fire", "candle") +                                  //
                          case_line("second", "puddle", "flood", "rain") +                                 //
                          case_line("unseen", "nothing", "flood", "pipe") +                                //
                          case_line("unknown", "puddle", "flood", "dam") +                                 //
                          case_line("other", "heat", "fire", "match", R"(, "other_causes": ["stove"])") +  //
                          case_line("alt", "puddle", "fire", "stove", R"(, "notes": "alt: flood")") +      //
                          case_line("quiet", "hello", "not_in_scope", "tool_bug");

const evaluate::CaseOutcome& outcome(const evaluate::Evaluation& evaluation, std::string_view id) {
  const auto found = std::ranges::find(evaluation.outcomes, id, &evaluate::CaseOutcome::id);
  REQUIRE(found != evaluation.outcomes.end());
  return *found;
}

}  // namespace

TEST_CASE("figures count what the cases' labels say") {
  const test::Folder folder;
  const auto evaluation = test::measured(folder, lines);
  const auto& figures = evaluation.figures;
  CHECK(figures.cases == 6);
  CHECK(figures.failed == 0);
  // "unseen": candle has the highest prior, so fire comes first; "alt" takes flood for fire, which is defensible.
  CHECK(figures.issue_top1 == Approx(4.0 / 6));
  CHECK(figures.issue_top1_lenient == Approx(5.0 / 6));
  CHECK(figures.issue_top3 == Approx(1));
  // Ranks: right 1; second 2 (pipe .02 * .9 beats rain .03 * .5); unseen 3 (candle, rain, pipe); unknown none; other 1 or 2.
  CHECK(outcome(evaluation, "right").cause_rank == 1);
  CHECK(outcome(evaluation, "second").cause_rank == 2);
  CHECK(outcome(evaluation, "unseen").cause_rank == 3);
  CHECK(outcome(evaluation, "unknown").cause_rank == 0);
  CHECK(outcome(evaluation, "quiet").top_probability < 0.5);
  CHECK(figures.out_of_scope == 1);
  CHECK(figures.out_of_scope_quiet == 1.0);
  REQUIRE(figures.by_platform.size() == 1);
  CHECK(figures.by_platform[0].platform == "other");
  CHECK(figures.by_platform[0].cases == 6);
  CHECK(evaluation.confusion.issues == std::vector<std::string>{"fire", "flood", "not_in_scope"});
  CHECK(evaluation.confusion.counts == std::vector<std::vector<std::size_t>>{{2, 1, 0, 0}, {1, 2, 0, 0}, {0, 0, 0, 1}});
}

TEST_CASE("a miss says what outweighed: the weights of the winner against those of the right cause") {
  const test::Folder folder;
  const auto evaluation = test::measured(folder, lines);
  CHECK_FALSE(outcome(evaluation, "right").miss);
  const auto& second = outcome(evaluation, "second").miss;
  REQUIRE(second);
  CHECK(second->kind == MissKind::outweighed);
  CHECK(second->winner == "any.flood.pipe");
  CHECK(second->right == "any.flood.rain");
  REQUIRE(second->weights.size() == 1);
  CHECK(second->weights[0].finding == "puddle");
  CHECK(second->weights[0].for_winner > second->weights[0].for_right);
  CHECK(second->winner_prior == Approx(std::log10(.02 / .98)).epsilon(1e-5));
  CHECK(outcome(evaluation, "unseen").miss->kind == MissKind::no_evidence);
  CHECK(outcome(evaluation, "unknown").miss->kind == MissKind::no_such_cause);
  CHECK(outcome(evaluation, "alt").miss->winner == "any.flood.pipe");
}

TEST_CASE("the number of threads changes nothing") {
  const test::Folder folder;
  const auto one = report::evaluation_json(test::measured(folder, lines));
  CHECK(one == report::evaluation_json(test::measured(folder, lines, {.threads = 4})));
}

TEST_CASE("the temperature that suits best is above 1 where the rules are too sure, and lowers the log loss") {
  const test::Folder folder;
  std::string many;
  // Of four cases in which one would swear on fire, two are a flood.
  for (int i = 0; i < 4; ++i) many += case_line("c" + std::to_string(i), "smoke heat", i % 2 == 0 ? "fire" : "flood", "candle");
  const auto sure = test::measured(folder, many);
  REQUIRE(sure.temperature);
  CHECK(sure.temperature->value > 1.5);
  CHECK(sure.temperature->log_loss_after < sure.temperature->log_loss_before);
  CHECK(sure.temperature->log_loss_after == Approx(std::log(2)).epsilon(1e-2));  // right half the time: nothing is known
  CHECK(sure.temperature->ece_after < sure.figures.ece);
  CHECK_FALSE(test::measured(folder, case_line("a", "smoke", "fire", "candle")).temperature);
}

TEST_CASE("what a case's text would give away is masked") {
  const test::Folder folder;
  const auto evaluation =
      test::measured(folder, case_line("a", "puddle mail jane.doe@example.com token=abcd1234efgh5678ijkl", "flood", "rain"));
  const auto text = report::evaluation_text(evaluation);
  CHECK_THAT(text, Catch::Contains("puddle mail"));
  CHECK_THAT(text, !Catch::Contains("jane.doe"));
  CHECK_THAT(text, !Catch::Contains("abcd1234efgh5678ijkl"));
}

TEST_CASE("the calibration plot shows every stretch that has cases, and its words say what the text report says") {
  const test::Folder folder;
  const auto evaluation = test::measured(folder, lines);
  const auto svg = report::calibration_svg(evaluation.figures);
  const auto filled = std::ranges::count_if(evaluation.figures.bins, [](const auto& bin) { return bin.cases > 0; });
  std::size_t circles = 0;
  for (auto at = svg.find("<circle"); at != std::string::npos; at = svg.find("<circle", at + 1)) ++circles;
  CHECK(circles == static_cast<std::size_t>(filled));
  CHECK_THAT(svg, Catch::Contains("6 cases, Brier"));
}
