#include "report/sample_diagnoses.hpp"

#include <vector>

namespace syncdx::report::samples {
namespace {

Evidence seen(const char* id, const char* title, double weight, std::uint64_t count, Sighting where) {
  return {.finding = id,
          .title = title,
          .state = FindingState::present,
          .recovered = false,
          .count = count,
          .weight = weight,
          .where = {std::move(where)}};
}

Evidence missing(const char* id, const char* title, double weight) {
  return {.finding = id,
          .title = title,
          .state = FindingState::absent,
          .recovered = false,
          .count = 0,
          .weight = weight,
          .where = {}};
}

DiagnosedCause too_many_calls() {
  return {
      .id = "request_rate_exceeded",
      .platform = "shopify",
      .issue = "rate_limited",
      .title = "Too many calls in a short time",
      .explanation = "The connector asks faster than the shop's bucket refills, so the shop refuses calls until it has room",
      .probability = .931,
      .prior = .04,
      .prior_log_odds = -1.380211,
      .posterior_log_odds = 1.130113,
      .evidence = {seen("http_429", "HTTP 429 Too Many Requests", 1.92, 41,
                        {.source = "sync.log",
                         .line = 812,
                         .text = "2026-05-04T10:12:07Z ERROR GET /admin/api/2026-07/orders.json 429 Too Many Requests "
                                 "retry-after=2.0 request_id=5f1c0d",
                         .time = "2026-05-04T10:12:07Z"}),
                   seen("calls_per_second_message", "The shop names its limit of calls per second", .85, 1,
                        {.source = "sync.log",
                         .line = 815,
                         .text = "{\"errors\":\"Exceeded the allowed number of calls per second for this client\"}",
                         .time = {}}),
                   missing("bulk_job_running", "A bulk job is running", -.259677)}};
}

DiagnosedCause other_app() {
  return {.id = "shared_limit",
          .platform = "any",
          .issue = "rate_limited",
          .title = "Another app uses up the same limit",
          .explanation = "",
          .probability = .12,
          .prior = .015,
          .prior_log_odds = -1.817,
          .posterior_log_odds = -.865,
          .evidence = {seen("http_429", "HTTP 429 Too Many Requests", .952, 41,
                            {.source = "sync.log", .line = 812, .text = "… 429 Too Many Requests …", .time = {}})}};
}

std::vector<DiagnosedStep> rate_limit_steps() {
  return {
      {.id = "wait_and_retry",
       .title = "Wait, then run the sync again",
       .instructions = {"Wait one minute.",
                        "Run the sync again: Settings > Integrations > Shopify > Sync Now (newer screens: Integrations > Data "
                        "Ingestion > Trigger Sync)."},
       .cost_minutes = 2,
       .fixes = {"request_rate_exceeded", "shared_limit"},
       .probability_of_success = .63,
       .expected_saving_minutes = 0,
       .verify = "The new session ends without a 429.",
       .kind = StepKind::repair},
      {.id = "ask_for_other_apps",
       .title = "Ask which other apps use the shop's API",
       .instructions = {"Shop admin > Settings > Apps and sales channels: read the list of installed apps."},
       .cost_minutes = 5,
       .fixes = {},
       .probability_of_success = .4,
       .expected_saving_minutes = 12.345,
       .verify = "",
       .kind = StepKind::test},
      {.id = "contact_support",
       .title = "Hand the case to support",
       .instructions = {"Send the session's id and this report."},
       .cost_minutes = 1500,
       .fixes = {"request_rate_exceeded"},
       .probability_of_success = .9,
       .expected_saving_minutes = 0,
       .verify = "Support confirms the higher limit.",
       .kind = StepKind::escalate}};
}

DiagnosedCause weak(const char* id, const char* issue, const char* title, double probability) {
  return {.id = id,
          .platform = "any",
          .issue = issue,
          .title = title,
          .explanation = "",
          .probability = probability,
          .prior = .015,
          .prior_log_odds = -1.817,
          .posterior_log_odds = -.4,
          .evidence = {seen("vague_words", "The user says that data is missing", 1.417, 1,
                            {.source = "text", .line = 1, .text = "some orders do not show up since Tuesday", .time = {}})}};
}

}  // namespace

Diagnosis rate_limited() {
  Diagnosis result;
  result.platform = "shopify";
  result.platform_detected = true;
  result.platform_reason = "3 lines name myshopify.com";
  result.session = "4711";
  result.complete = true;
  result.complete_reason = "its start and end are in the log";
  result.issues = {{"rate_limited", "Rate limit exceeded", .9704}, {"connection_timeout", "Connection timeout", .013}};
  result.causes = {too_many_calls(), other_app()};
  result.steps = rate_limit_steps();
  result.what_would_change = {
      {"calls_per_second_message", "The shop names its limit of calls per second", FindingState::unknown}};
  result.questions = {{"other_apps_answer", "Do other apps call the same shop at the same time?"}};
  result.unexplained = .0234567891;
  result.not_examined = {{"the integration's settings", "no export: give one with --integration FILE", 14}};
  result.inputs = {{"sync.log", 81234, 1204, false}};
  return result;
}

Diagnosis undecided() {
  Diagnosis result;
  result.platform = "any";
  result.issues = {{"data_not_syncing", "Data does not sync", .44}, {"missing_historical_data", "Old data is missing", .31}};
  result.causes = {weak("filter_excludes_records", "data_not_syncing", "A filter leaves records out", .28),
                   weak("date_range_too_short", "missing_historical_data", "The date range starts too late", .27),
                   weak("sync_paused", "data_not_syncing", "The sync is paused", .19),
                   weak("webhook_lost", "data_not_syncing", "A webhook was lost", .07),
                   weak("schedule_wrong", "data_not_syncing", "The schedule never fires", .02)};
  result.outside = {weak("tool_fault", "not_in_scope", "A fault of the sync tool itself", .11)};
  result.steps = {{.id = "look_at_filters",
                   .title = "Look at the filters",
                   .instructions = {"Settings > Integrations > the integration > Filters."},
                   .cost_minutes = .5,
                   .fixes = {"filter_excludes_records"},
                   .probability_of_success = .006,
                   .expected_saving_minutes = 0,
                   .verify = "The missing records fit the filters.",
                   .kind = StepKind::repair}};
  result.what_would_change = {{"paused_flag", "The integration is paused", FindingState::present},
                              {"vague_words", "The user says that data is missing", FindingState::absent}};
  result.unexplained = .22;
  result.unmatched_errors = {{"a.log", 9, "ERROR frobnicator gave up"}, {"b.zip/b.log", 2, "FATAL code=77"}};
  result.unmatched_error_count = 1312;
  result.inputs = {{"a.log", 400, 12, false}, {"b.zip/b.log", 9000000, 100000, true}};
  result.notes = {{.code = "L002",
                   .severity = Severity::warning,
                   .message = "the archive ends in the middle of a file",
                   .where = {"b.zip", {0, 0}, {0, 0}},
                   .help = "fetch it again"}};
  result.exact = false;
  result.error_bound = .0042;
  return result;
}

Diagnosis healthy() {
  Diagnosis result;
  result.platform = "amazon";
  result.complete = true;
  result.complete_reason = "--complete";
  result.issues = {{"data_not_syncing", "Data does not sync", .03}};
  result.causes = {{.id = "sync_paused",
                    .platform = "any",
                    .issue = "data_not_syncing",
                    .title = "The sync is paused",
                    .explanation = "",
                    .probability = .011,
                    .prior = .04,
                    .prior_log_odds = -1.38,
                    .posterior_log_odds = -1.954,
                    .evidence = {missing("paused_words", "The log says that the sync is paused", -.574)}}};
  result.steps = {{.id = "ask_password",
                   .title = "Ask whether the password was changed",
                   .instructions = {"Ask the shop's owner."},
                   .cost_minutes = 3,
                   .fixes = {},
                   .probability_of_success = .1,
                   .expected_saving_minutes = 0,
                   .verify = "",
                   .kind = StepKind::test},
                  {.id = "resume_sync",
                   .title = "Resume the sync",
                   .instructions = {"Press Resume."},
                   .cost_minutes = 1,
                   .fixes = {"sync_paused"},
                   .probability_of_success = .01,
                   .expected_saving_minutes = 0,
                   .verify = "",
                   .kind = StepKind::repair}};
  result.unexplained = .93;
  result.inputs = {{"ok.log", 120, 1, false}};
  return result;
}

Diagnosis empty_log() {
  Diagnosis result;
  result.platform = "any";
  result.inputs = {{"stdin", 0, 0, false}};
  return result;
}

Diagnosis hostile() {
  const std::string markup =
      "`` ` ```\n# <script>alert(1)</script> [x](http://e.test) **b** | @all #7 \x1b[31mred\x1b[0m \xff\xfe &amp;\r\n```";
  const std::string endless(300, 'w');
  Diagnosis result = rate_limited();
  result.platform = markup;
  result.platform_reason = markup;
  result.session = markup;
  result.complete_reason = markup;
  result.issues.front().title = markup;
  auto& cause = result.causes.front();
  cause.title = markup;
  cause.explanation = "1. " + markup;
  cause.evidence.front().title = markup;
  cause.evidence.front().where.front() = {markup, 7, markup + endless, ""};
  result.steps.front().title = markup;
  result.steps.front().instructions = {markup, "- " + endless, "+ plus", "12) twelve"};
  result.steps.front().verify = markup;
  result.unmatched_errors = {{markup, 3, markup}, {"`", 4, "`"}, {" ", 5, "   "}};
  result.unmatched_error_count = 3;
  result.not_examined = {{markup, markup, 1}};
  result.inputs.front().name = markup;
  result.notes = {
      {.code = "L001", .severity = Severity::note, .message = markup, .where = {markup, {3, 1}, {3, 2}}, .help = markup}};
  return result;
}

std::span<const Sample> all() {
  static const std::vector<Sample> samples = {{"rate_limited", rate_limited()},
                                              {"undecided", undecided()},
                                              {"healthy", healthy()},
                                              {"empty_log", empty_log()},
                                              {"hostile", hostile()}};
  return samples;
}

}  // namespace syncdx::report::samples
