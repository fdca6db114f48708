// A measurement as JSON; also the form in which runs are saved and compared (evaluate/saved_run.cpp).
#include "report/json_parts.hpp"
#include "report/wording.hpp"

#include "syncdx/report.hpp"

#include <string>
#include <string_view>

namespace syncdx::report {
namespace {

using namespace evaluate;

std::string_view kind_name(MissKind kind) {
  switch (kind) {
    case MissKind::no_such_cause:
      return "no_such_cause";
    case MissKind::no_evidence:
      return "no_evidence";
    case MissKind::outweighed:
      break;
  }
  return "outweighed";
}

std::string_view turn_name(Turn turn) {
  switch (turn) {
    case Turn::better:
      return "better";
    case Turn::worse:
      return "worse";
    case Turn::other:
      break;
  }
  return "other";
}

Json figures_json(const Figures& figures) {
  Json json{{"cases", figures.cases},
            {"failed", figures.failed},
            {"issue_top1", figures.issue_top1},
            {"issue_top1_lenient", figures.issue_top1_lenient},
            {"issue_top3", figures.issue_top3},
            {"cause_top1", figures.cause_top1},
            {"cause_top3", figures.cause_top3},
            {"cause_mrr", figures.cause_mrr},
            {"log_loss", figures.log_loss},
            {"brier", figures.brier},
            {"ece", figures.ece},
            {"out_of_scope", figures.out_of_scope},
            {"out_of_scope_quiet", figures.out_of_scope_quiet ? Json(*figures.out_of_scope_quiet) : Json()}};
  Json platforms = Json::object();
  for (const auto& entry : figures.by_platform) {
    platforms[entry.platform] = {{"cases", entry.cases},
                                 {"issue_top1", entry.issue_top1},
                                 {"cause_top1", entry.cause_top1},
                                 {"cause_top3", entry.cause_top3}};
  }
  json["by_platform"] = std::move(platforms);
  return json;
}

Json bins_json(const Figures& figures) {
  Json json = Json::array();
  for (std::size_t i = 0; i < figures.bins.size(); ++i) {
    const auto& bin = figures.bins[i];
    json.push_back({{"from", static_cast<double>(i) / 10},
                    {"cases", bin.cases},
                    {"mean_probability", bin.mean_probability},
                    {"share_right", bin.share_right}});
  }
  return json;
}

Json miss_json(const Miss& miss) {
  return {{"kind", kind_name(miss.kind)},
          {"right", miss.right},
          {"winner", miss.winner},
          {"right_probability", miss.right_probability},
          {"winner_prior", miss.winner_prior},
          {"right_prior", miss.right_prior},
          {"weights", array(miss.weights, [](const OpposedWeight& weight) {
             return Json{{"finding", weight.finding},
                         {"title", weight.title},
                         {"state", state_name(weight.state)},
                         {"for_winner", weight.for_winner},
                         {"for_right", weight.for_right}};
           })}};
}

Json outcome_json(const CaseOutcome& outcome) {
  Json json{{"id", outcome.id},
            {"platform", outcome.platform},
            {"issue", outcome.issue},
            {"cause", outcome.cause},
            {"out_of_scope", outcome.out_of_scope},
            {"issue_right", outcome.issue_right},
            {"issue_defensible", outcome.issue_defensible},
            {"issue_in_three", outcome.issue_in_three},
            {"cause_rank", outcome.cause_rank},
            {"issues", array(outcome.issues,
                             [](const RankedIssue& issue) {
                               return Json{{"id", issue.id}, {"probability", issue.probability}};
                             })},
            {"causes", array(outcome.causes, [](const RankedCause& cause) {
               return Json{{"name", cause.name}, {"probability", cause.probability}};
             })}};
  if (outcome.miss) json["miss"] = miss_json(*outcome.miss);
  if (outcome.failure) json["failure"] = outcome.failure->message;
  return json;
}

Json since_json(const Comparison& since) {
  return {{"file", since.since},
          {"only_before", since.only_before},
          {"only_now", since.only_now},
          {"figures", array(since.figures,
                            [](const ChangedFigure& figure) {
                              return Json{{"name", figure.name}, {"before", figure.before}, {"after", figure.after}};
                            })},
          {"cases", array(since.cases, [](const ChangedCase& changed) {
             return Json{
                 {"id", changed.id}, {"turn", turn_name(changed.turn)}, {"before", changed.before}, {"after", changed.after}};
           })}};
}

}  // namespace

std::string evaluation_json(const Evaluation& evaluation, const std::optional<Comparison>& since) {
  Json json{{"schema", schema_version},
            {"kind", "syncdx-evaluation"},
            {"file", evaluation.cases_path},
            {"figures", figures_json(evaluation.figures)},
            {"calibration", bins_json(evaluation.figures)}};
  if (const auto& best = evaluation.temperature) {
    json["temperature"] = {{"value", best->value},
                           {"log_loss_before", best->log_loss_before},
                           {"log_loss_after", best->log_loss_after},
                           {"brier_after", best->brier_after},
                           {"ece_after", best->ece_after}};
  } else {
    json["temperature"] = nullptr;
  }
  json["confusion"] = {{"issues", evaluation.confusion.issues}, {"counts", evaluation.confusion.counts}};
  json["cases"] = array(evaluation.outcomes, outcome_json);
  json["since"] = since ? since_json(*since) : Json();
  return dump(json);
}

}  // namespace syncdx::report
