// summary.json of a batch.
#include "report/json_parts.hpp"

#include "syncdx/batch.hpp"
#include "syncdx/report.hpp"

#include <cmath>
#include <string>

namespace syncdx::report {
namespace {

double rounded(double value) { return std::isfinite(value) ? std::round(value * 1e6) / 1e6 : 0; }

Json to_value(const batch::OutcomeCounts& counts) {
  return {{"healthy", counts.healthy},
          {"recovered", counts.recovered},
          {"failed", counts.failed},
          {"unexplained", counts.unexplained},
          {"unfinished", counts.unfinished}};
}

Json to_value(const batch::ExampleLine& example) {
  return {{"session", example.session},
          {"source", example.source},
          {"line", example.line},
          {"time", example.time},
          {"text", example.text}};
}

// {"issue/cause": sessions} of the causes that have any; those of one name, of rules for several platforms, together.
Json by_cause(const batch::BatchSummary& summary, const std::vector<std::uint64_t>& counts) {
  Json result = Json::object();
  for (std::size_t i = 0; i < counts.size() && i < summary.causes.size(); ++i) {
    if (counts[i] == 0) continue;
    auto& sessions = result[summary.causes[i].issue + '/' + summary.causes[i].id];
    sessions = counts[i] + (sessions.is_null() ? 0 : sessions.get<std::uint64_t>());
  }
  return result;
}

Json to_value(const batch::BatchSummary& summary, const batch::GroupCount& group) {
  return {{"name", group.name},
          {"sessions", group.outcomes.total()},
          {"outcomes", to_value(group.outcomes)},
          {"retries", group.retries},
          {"median_seconds", rounded(group.median_seconds)},
          {"by_cause", by_cause(summary, group.by_cause)}};
}

Json platform_counts(const std::vector<batch::PlatformCount>& platforms) {
  return array(platforms, [](const auto& platform) { return Json{{"name", platform.name}, {"sessions", platform.sessions}}; });
}

Json to_value(const batch::CauseCount& cause) {
  return {{"id", cause.id},
          {"issue", cause.issue},
          {"issue_title", cause.issue_title},
          {"platform", cause.platform},
          {"platforms", platform_counts(cause.platforms)},
          {"title", cause.title},
          {"sessions", cause.sessions},
          {"mean_probability", rounded(cause.mean_probability)},
          {"first_time", cause.first_time},
          {"last_time", cause.last_time},
          {"first_step", cause.first_step},
          {"first_step_sessions", cause.first_step_sessions},
          {"example", to_value(cause.example)}};
}

Json to_value(const batch::SlowSession& slow) {
  return {{"session", slow.session},
          {"platform", slow.platform},
          {"entity", slow.entity},
          {"outcome", name_of(slow.outcome)},
          {"started", slow.started},
          {"seconds", rounded(slow.seconds)},
          {"usual_seconds", rounded(slow.usual_seconds)},
          {"cause", slow.cause}};
}

Json to_value(const batch::Alert& alert) {
  return {{"kind", name_of(alert.kind)}, {"guide", alert.guide},       {"session", alert.session},
          {"other", alert.other},        {"platform", alert.platform}, {"integration", alert.integration},
          {"entity", alert.entity},      {"time", alert.time},         {"detail", alert.detail}};
}

Json alert_counts(const batch::BatchSummary& summary) {
  Json result = Json::object();
  for (const auto& [kind, count] : summary.alerts) result[std::string(name_of(kind))] = count;
  return result;
}

}  // namespace

std::string batch_json(const batch::BatchSummary& summary) {
  const auto groups = [&](const auto& list) {
    return array(list, [&](const batch::GroupCount& group) { return to_value(summary, group); });
  };
  const Json document = {
      {"schema", schema_version},
      {"rules", summary.rules_hash},
      {"interrupted", summary.interrupted},
      {"sessions_left_out", summary.sessions_left_out},
      {"inputs", summary.inputs},
      {"bytes", summary.bytes},
      {"lines", summary.lines},
      {"lines_without_session", summary.lines_without_session},
      {"sessions", summary.sessions},
      {"sessions_in_doubt", summary.sessions_in_doubt},
      {"undated_sessions", summary.undated_sessions},
      {"outlying_sessions", summary.outlying_sessions},
      {"first_time", summary.first_time},
      {"last_time", summary.last_time},
      {"outcomes", to_value(summary.outcomes)},
      {"causes", array(summary.causes, [](const auto& cause) { return to_value(cause); })},
      {"platforms", groups(summary.platforms)},
      {"entities", groups(summary.entities)},
      {"bucket_width", name_of(summary.bucket_width)},
      {"buckets", array(summary.buckets,
                        [&](const batch::TimeBucket& bucket) {
                          return Json{{"begin", bucket.begin},
                                      {"outcomes", to_value(bucket.outcomes)},
                                      {"by_cause", by_cause(summary, bucket.by_cause)}};
                        })},
      {"retries", summary.retries},
      {"sessions_retried", summary.sessions_retried},
      {"sessions_recovered", summary.sessions_recovered},
      {"slowest", array(summary.slowest, [](const auto& slow) { return to_value(slow); })},
      {"alerts", alert_counts(summary)},
      {"latest_alerts", array(summary.latest_alerts, [](const auto& alert) { return to_value(alert); })},
      {"unexplained_lines", summary.unexplained_lines},
      {"unexplained",
       array(summary.unexplained,
             [](const batch::UnexplainedError& error) {
               return Json{{"sessions", error.sessions}, {"lines", error.lines}, {"example", to_value(error.example)}};
             })},
      {"problem_count", summary.problem_count},
      {"problems", array(summary.problems, [](const batch::InputProblem& problem) {
         return Json{{"input", problem.input}, {"code", problem.code}, {"message", problem.message}, {"help", problem.help}};
       })}};
  return dump(document);
}

}  // namespace syncdx::report
