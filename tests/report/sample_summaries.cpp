#include "report/sample_summaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

namespace syncdx::report::samples {
namespace {

using namespace syncdx::batch;
using syncdx::batch::Outcome;

std::string day(int offset) {
  const std::chrono::sys_days from{std::chrono::year{2026} / 9 / 28};
  const std::chrono::year_month_day date{from + std::chrono::days{offset}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

CauseCount cause(std::string id, std::string issue, std::string platform, std::string title, std::string step,
                 std::string line) {
  CauseCount it;
  it.id = std::move(id);
  it.issue = issue;
  it.issue_title = std::move(issue);
  std::ranges::replace(it.issue_title, '_', ' ');
  it.platforms = {{platform == "any" ? "shopify" : platform, 40}, {"amazon", 12}};
  it.platform = std::move(platform);
  it.title = std::move(title);
  it.mean_probability = 0.91;
  it.first_time = "2026-09-28T06:00:11Z";
  it.last_time = "2026-11-21T18:02:40Z";
  it.first_step = std::move(step);
  it.first_step_sessions = 7;
  it.example = {"ex-000004711", "logs/2026-11-20.log.gz", 48123, "2026-11-20T17:01:03Z", std::move(line)};
  return it;
}

std::vector<CauseCount> known_causes() {
  return {
      cause("platform_outage", "platform_unavailable", "any", "The platform is down", "Wait until the platform is back",
            "503 Service Unavailable"),
      cause("request_rate_exceeded", "rate_limited", "shopify", "Too many calls in a short time", "Wait a minute and retry",
            R"(2026-11-20 17:01:03,258 ERROR [orders] 429: {"errors":"Exceeded 2 calls per second for api client."})"),
      cause(
          "expired_oauth_token", "authentication_error", "amazon", "The OAuth token has expired", "Re-authorize the connection",
          R"({"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The access token you provided has expired."})"),
      cause("unmapped_sku", "data_not_syncing", "any", "A SKU is not mapped", "Map the SKUs that the errors name",
            "record 5513 of orders failed: Unmapped SKU gid-4471"),
      cause("concurrency_limit_exceeded", "rate_limited", "netsuite", "Too many calls at the same time",
            "Let the syncs run one after the other",
            "CONCURRENCY_LIMIT_EXCEEDED: Concurrent request limit exceeded. Request blocked."),
      cause("missing_role_permission", "permission_denied", "netsuite", "The user or role lacks a permission",
            "Give the role the permission that the message names",
            "Permission Violation: You need  the 'Lists -> Customers' permission to access this page."),
      cause("slow_api_response", "connection_timeout", "any", "The platform answers slowly", "Sync a smaller range",
            "Read timed out. (read timeout=60)"),
      cause("saved_search_misconfigured", "data_not_syncing", "netsuite",
            "The saved search does not give what the sync expects", "Check the saved search",
            "That search or mass update does not exist."),
      cause("dns_failure", "connection_timeout", "any", "The platform's name cannot be resolved", "Check the host name", ""),
  };
}

// All counts of a summary from its cells.
void count_cells(BatchSummary& summary) {
  const auto add = [&](OutcomeCounts& to, const Cell& cell) {
    (cell.outcome == Outcome::healthy       ? to.healthy
     : cell.outcome == Outcome::recovered   ? to.recovered
     : cell.outcome == Outcome::failed      ? to.failed
     : cell.outcome == Outcome::unexplained ? to.unexplained
                                            : to.unfinished) += cell.sessions;
  };
  const auto add_group = [&](auto& group, const Cell& cell) {
    add(group.outcomes, cell);
    group.by_cause.resize(summary.causes.size());
    if (cell.cause != Cell::none) group.by_cause[cell.cause] += cell.sessions;
  };
  for (const Cell& cell : summary.cells) {
    summary.sessions += cell.sessions;
    add(summary.outcomes, cell);
    if (cell.bucket != Cell::none) add_group(summary.buckets[cell.bucket], cell);
    if (cell.bucket == Cell::none) summary.undated_sessions += cell.sessions;
    add_group(summary.platforms[cell.platform], cell);
    add_group(summary.entities[cell.entity], cell);
    if (cell.cause != Cell::none) summary.causes[cell.cause].sessions += cell.sessions;
  }
}

// Sessions spread over buckets, platforms and entities, with a week of outage and a slow rise of failures.
void spread(BatchSummary& summary, std::uint32_t buckets) {
  std::uint32_t state = 12345;
  const auto random = [&](std::uint32_t below) {
    state = state * 1664525 + 1013904223;
    return (state >> 8U) % below;
  };
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, Outcome>, std::uint64_t> cells;
  for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
    for (std::uint32_t platform = 0; platform < summary.platforms.size(); ++platform) {
      for (std::uint32_t entity = 0; entity < summary.entities.size(); ++entity) {
        cells[{bucket, platform, entity, Cell::none, Outcome::healthy}] += 14 + random(9) - platform * 3;
        if (random(3) == 0) cells[{bucket, platform, entity, Cell::none, Outcome::recovered}] += 1 + random(4);
        if (random(9) == 0) cells[{bucket, platform, entity, Cell::none, Outcome::unexplained}] += 1 + random(2);
        if (random(25) == 0) cells[{bucket, platform, entity, Cell::none, Outcome::unfinished}] += 1;
        const std::uint32_t outage = bucket * 10 > buckets * 6 && bucket * 10 < buckets * 7 ? 9 : 0;
        if (outage != 0 && platform == 1) cells[{bucket, platform, entity, 0, Outcome::failed}] += outage;
        const auto causes = static_cast<std::uint32_t>(summary.causes.size());
        if (random(3) == 0)
          cells[{bucket, platform, entity, std::min(random(causes), random(causes)), Outcome::failed}] += 1 + random(3);
      }
    }
  }
  cells[{Cell::none, 0, 0, 0, Outcome::failed}] = 3;
  for (const auto& [key, sessions] : cells) {
    const auto& [bucket, platform, entity, cause_index, outcome] = key;
    summary.cells.push_back({bucket, platform, entity, cause_index, outcome, sessions});
  }
}

void add_lists(BatchSummary& summary) {
  for (int i = 0; i < 12; ++i) {
    summary.slowest.push_back({fmt::format("ex-{:09}", 90210 + i * 37), summary.platforms[static_cast<std::size_t>(i) % 4].name,
                               summary.entities[static_cast<std::size_t>(i) % 3].name,
                               i % 3 == 0 ? Outcome::failed : Outcome::healthy, "2026-11-02T04:10:00Z", 7300.0 - i * 411,
                               240.0 + i * 17, i % 3 == 0 ? "connection_timeout/slow_api_response" : ""});
  }
  summary.alerts = {{AlertKind::sync_failed, summary.outcomes.failed},
                    {AlertKind::error_threshold, 61},
                    {AlertKind::sync_delayed, 9},
                    {AlertKind::data_discrepancy, 4},
                    {AlertKind::overlapping_runs, 7}};
  constexpr AlertKind kinds[] = {AlertKind::sync_delayed, AlertKind::overlapping_runs, AlertKind::data_discrepancy,
                                 AlertKind::error_threshold, AlertKind::sync_failed};
  constexpr const char* details[] = {
      "no run for 3 h 10 min; usual is 1 h", "ran at the same time for 4 min: records may come twice",
      "412 records fetched, 358 saved, 3 skipped: 51 are missing", "51 errors in one session; the limit is 5",
      "the session failed: too many calls in a short time"};
  constexpr const char* guides[] = {"F3", "A4", "F4", "F2", "F1"};
  constexpr std::size_t listed[] = {9, 7, 4, 50, 50};  // the latest of each kind
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
      if (i >= listed[kind]) continue;
      const auto minute = 1430 - i * 25 - kind;
      summary.latest_alerts.push_back({kinds[kind], guides[kind], fmt::format("ex-{:09}", 99000 - i * 5 - kind),
                                       kind < 2 ? fmt::format("ex-{:09}", 98000 - i) : "", summary.platforms[i % 4].name,
                                       i % 2 == 0 ? "int-4711" : "",
                                       kind == 0 && i % 4 == 0 ? "" : summary.entities[i % 3].name,
                                       fmt::format("2026-11-21T{:02}:{:02}:00Z", minute / 60, minute % 60), details[kind]});
    }
  }
  summary.unexplained_lines = 412;
  summary.unexplained = {{31,
                          240,
                          {"ex-000012001", "logs/2026-10-11.log.gz", 9120, "",
                           "ERROR [plan] allocation #4711 violates slot 12: carrier 'DHL' has no window"}},
                         {4,
                          9,
                          {"ex-000012114", "logs/2026-10-30.log.gz", 77, "",
                           "ERROR [store] page checksum 0x9f3c differs, page is read again later"}}};
  summary.problems = {{"logs/2026-10-05.log.gz", "L003", "the compressed data breaks off after 18 MB",
                       "copy the file again; what was before is counted"}};
  summary.problem_count = 1;
}

BatchSummary base(std::uint32_t buckets) {
  BatchSummary summary;
  summary.rules_hash = "8c5e0f2d41b7";
  summary.inputs = 56;
  summary.bytes = 2'140'000'000;
  summary.lines = 14'211'902;
  summary.first_time = "2026-09-28T00:00:04Z";
  summary.last_time = "2026-11-22T23:58:12Z";
  summary.retries = 2114;
  summary.causes = known_causes();
  constexpr const char* platforms[] = {"shopify", "amazon", "netsuite", "any"};
  for (std::size_t i = 0; i < std::size(platforms); ++i) {
    summary.platforms.push_back(
        {.name = platforms[i], .retries = 900 - i * 210, .median_seconds = 96.0 + 40 * static_cast<double>(i)});
  }
  constexpr const char* entities[] = {"sales_orders", "products", "warehouse_inventory", ""};
  for (const char* name : entities) summary.entities.push_back({.name = name, .median_seconds = 120});
  for (std::uint32_t i = 0; i < buckets; ++i)
    summary.buckets.push_back(
        {.begin = day(static_cast<int>(i)), .outcomes = {}, .by_cause = std::vector<std::uint64_t>(summary.causes.size())});
  return summary;
}

void finish(BatchSummary& summary) {
  count_cells(summary);
  summary.sessions_retried = summary.sessions / 11;
  summary.sessions_recovered = summary.outcomes.recovered;
  add_lists(summary);
}

}  // namespace

BatchSummary eight_weeks() {
  BatchSummary summary = base(56);
  spread(summary, 56);
  finish(summary);
  return summary;
}

BatchSummary crowded() {
  BatchSummary summary = base(120);
  for (int i = 0; i < 30; ++i)
    summary.causes.push_back(cause(fmt::format("rare_cause_{}", i), "data_not_syncing", "any",
                                   fmt::format("A rare cause, number {} of its kind", i), "", ""));
  for (int i = 0; i < 40; ++i) summary.entities.push_back({.name = fmt::format("custom_stream_with_a_long_name_{}", i)});
  for (auto& bucket : summary.buckets) bucket.by_cause.resize(summary.causes.size());
  spread(summary, 120);
  finish(summary);
  return summary;
}

BatchSummary hostile_weeks() {
  BatchSummary summary = eight_weeks();
  const std::string text =
      "</script></pre><script>document.title='owned'</script><img src=x onerror=alert(1)> \"><svg/onload=alert(2)> ' ` & &lt; "
      "\x01\x1b[31m\x7f \xff\xfe\xc3( \xe2\x80\xae reversed \xe2\x81\xa6 {0} ${x} -->";
  summary.rules_hash = summary.first_time = summary.last_time = text;
  for (auto& it : summary.causes) {
    it.id = it.issue = it.issue_title = it.platform = it.title = it.first_step = it.first_time = it.last_time = text;
    for (auto& platform : it.platforms) platform.name = text;
    if (!it.example.text.empty()) it.example.text = it.example.session = it.example.source = text;
  }
  for (auto& it : summary.platforms) it.name = text + it.name;
  for (auto& it : summary.entities) it.name = text + it.name;
  for (auto& it : summary.buckets) it.begin = text;
  for (auto& it : summary.slowest) it.session = it.platform = it.entity = it.started = it.cause = text;
  for (auto& it : summary.latest_alerts)
    it.session = it.other = it.integration = it.platform = it.entity = it.time = it.detail = text;
  for (auto& it : summary.unexplained) it.example.text = it.example.session = it.example.source = text;
  for (auto& it : summary.problems) it.input = it.message = it.help = it.code = text;
  summary.interrupted = true;
  summary.sessions_left_out = 3;
  return summary;
}

BatchSummary nothing() { return {}; }

BatchSummary one_night() {
  BatchSummary summary = base(0);
  summary.bucket_width = BucketWidth::quarter_hour;
  for (std::uint32_t i = 0; i < 48; ++i) {
    const auto minute = 20 * 60 + i * 15;
    summary.buckets.push_back(
        {.begin = fmt::format("2026-11-{}T{:02}:{:02}:00Z", 20 + minute / 1440, minute % 1440 / 60, minute % 60),
         .outcomes = {},
         .by_cause = std::vector<std::uint64_t>(summary.causes.size())});
  }
  summary.first_time = "2026-11-20T20:03:11Z";
  summary.last_time = "2026-11-21T07:58:40Z";
  spread(summary, 48);
  finish(summary);
  summary.outlying_sessions = 1;
  return summary;
}

BatchSummary in_doubt() {
  BatchSummary summary;
  summary.inputs = 1;
  summary.bytes = 120'000;
  summary.lines = 900;
  summary.sessions_in_doubt = 14;
  summary.sessions_left_out = 2;
  summary.problem_count = 1;
  summary.problems = {{"logs/2026-11-20.log.gz", "L003", "the compressed data breaks off", "copy the file again"}};
  return summary;
}

BatchSummary huge() {
  BatchSummary summary = base(60);
  const std::string unbroken(180, 'W');
  for (int i = 0; i < 91; ++i) {
    summary.causes.push_back(cause(fmt::format("rare_cause_{}", i), "data_not_syncing", "any",
                                   i == 3 ? "A_cause_" + unbroken : fmt::format("A rare cause, number {} of its kind", i),
                                   i % 2 == 0 ? unbroken : "Look at the log", i % 3 == 0 ? unbroken + unbroken : ""));
  }
  summary.platforms[2].name = "platform_" + unbroken;
  summary.entities[0].name = unbroken;
  for (std::size_t i = 0; i < 496; ++i)
    summary.entities.push_back({.name = fmt::format("custom_stream_{}_{}", i, unbroken.substr(0, i % 90))});
  for (auto& bucket : summary.buckets) bucket.by_cause.resize(summary.causes.size());
  spread(summary, 60);
  finish(summary);
  for (auto& it : summary.slowest) it.session += unbroken;
  for (auto& it : summary.latest_alerts) it.session += unbroken, it.detail += unbroken;
  for (auto& it : summary.unexplained) it.example.text += unbroken, it.example.source += unbroken;
  while (summary.unexplained.size() < 50) summary.unexplained.push_back(summary.unexplained[summary.unexplained.size() % 2]);
  while (summary.problems.size() < 200) summary.problems.push_back({"logs/" + unbroken, "L003", unbroken, unbroken});
  summary.problem_count = 1200;
  return summary;
}

}  // namespace syncdx::report::samples
