// What a fleet's sessions say together: alerts, and the cards of the causes.
#include "batch/summarise.hpp"

#include "logs/line.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace syncdx;
using batch::Alert;
using batch::AlertKind;
using batch::BatchSummary;
using batch::SessionDiagnosis;

namespace {

constexpr int minute = 60;
constexpr int hour = 3600;
constexpr int day = 86400;

std::string at_second(std::int64_t second) {
  return logs::format_time(logs::TimePoint(std::chrono::seconds(1'767'225'600 + second)));
}

// A healthy session of `integration` that takes `seconds`.
SessionDiagnosis run_of(const std::string& integration, const std::string& entity, std::int64_t start, int seconds = minute) {
  SessionDiagnosis session;
  session.diagnosis.session = fmt::format("{}-{}-{:09}", integration, entity, start);
  session.diagnosis.platform = "shopify";
  session.integration = integration;
  session.entity = entity;
  session.started = at_second(start);
  session.ended = at_second(start + seconds);
  session.seconds = seconds;
  return session;
}

SessionDiagnosis failed_of(SessionDiagnosis session, const std::string& cause, double probability, const std::string& step) {
  session.outcome = batch::Outcome::failed;
  session.diagnosis.issues.push_back({.id = "api_limits", .title = "API limits", .probability = probability});
  DiagnosedCause found{.id = cause, .platform = "any", .issue = "api_limits", .title = "A cause", .probability = probability};
  Evidence evidence{.finding = "f", .state = FindingState::present};
  evidence.where.push_back({.source = "a.log", .line = 1, .text = session.diagnosis.session + " says so", .time = {}});
  found.evidence.push_back(evidence);
  session.diagnosis.causes.push_back(found);
  session.diagnosis.steps.push_back({.id = "s", .title = step});
  return session;
}

BatchSummary summary_of(std::vector<SessionDiagnosis> sessions) {
  std::ranges::sort(sessions, {}, [](const auto& session) { return session.diagnosis.session; });
  batch::Summariser summariser("rules");
  for (const auto& session : sessions) summariser.add(session);
  return std::move(summariser).finish();
}

std::vector<std::string> told(const BatchSummary& summary, AlertKind kind) {
  std::vector<std::string> lines;
  for (const auto& alert : summary.latest_alerts) {
    if (alert.kind == kind) lines.push_back(fmt::format("{}/{}: {}", alert.integration, alert.entity, alert.detail));
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("runs that are missing from one of several integrations with one schedule are a delay of that one") {
  std::vector<SessionDiagnosis> sessions;
  for (int wave = 0; wave < 60; ++wave) {
    for (const int integration : {1, 2, 3}) {
      if (integration == 3 && wave >= 15 && wave < 35) continue;
      const auto* const entity = (wave * 7 + integration) % 3 == 0 ? "orders" : "products";
      sessions.push_back(run_of(fmt::format("int-{}", integration), entity, wave * 30 * minute + integration, 25 * minute));
    }
  }
  const auto summary = summary_of(sessions);
  CHECK(told(summary, AlertKind::sync_delayed) == Lines{"int-3/: no run began for 10 h 30 min; usual is every 30 min"});
  CHECK(told(summary, AlertKind::overlapping_runs).empty());
}

TEST_CASE("a daily run that is missing is a delay, one that is 20 minutes late is none") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 20; ++i) {
    if (i != 7) sessions.push_back(run_of("int-1", "orders", i * day + (i == 3 ? 20 * minute : 0)));
  }
  CHECK(told(summary_of(sessions), AlertKind::sync_delayed) ==
        Lines{"int-1/orders: no run began for 2 days; usual is every 24 h 0 min"});
}

TEST_CASE("where each run brings a session of each entity, an entity that falls out is told, and the others are not") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 30; ++i) {
    int offset = 0;
    for (const auto* const entity : {"customers", "orders", "products"}) {
      if (entity != std::string("orders") || i < 12 || i > 15)
        sessions.push_back(run_of("int-1", entity, i * hour + offset, 4 * minute));
      offset += 6 * minute;
    }
  }
  CHECK(told(summary_of(sessions), AlertKind::sync_delayed) ==
        Lines{"int-1/orders: no run began for 5 h 0 min; usual is every 1 h 0 min"});
}

TEST_CASE("the pause between two entities of one run is no schedule, however many they are") {
  for (const int entities : {2, 5, 6, 10}) {
    CAPTURE(entities);
    std::vector<SessionDiagnosis> sessions;
    for (int i = 0; i < 72; ++i) {
      for (int k = 0; k < entities; ++k) sessions.push_back(run_of("int-1", fmt::format("e{}", k), i * hour + k * 10, 5));
    }
    CHECK(told(summary_of(sessions), AlertKind::sync_delayed).empty());
  }
}

TEST_CASE("a run of an integration counts whatever platform its lines show") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 40; ++i) {
    auto session = run_of("int-1", "orders", i * hour, i == 20 ? 2 * hour : minute);
    if (i % 7 == 0) session.diagnosis.platform = "any";
    sessions.push_back(session);
  }
  const auto summary = summary_of(sessions);
  CHECK(told(summary, AlertKind::sync_delayed).empty());
  REQUIRE(told(summary, AlertKind::overlapping_runs).size() == 1);
  CHECK(summary.latest_alerts.front().platform == "shopify");
}

TEST_CASE("parallel runs that name no entity do not overlap") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 72; ++i) sessions.push_back(run_of("int-1", "", i * 20 * minute, hour));
  CHECK(told(summary_of(sessions), AlertKind::overlapping_runs).empty());
}

TEST_CASE("of a million names of entities a few thousand are kept, and those count on") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 3000; ++i) sessions.push_back(run_of("a", fmt::format("order-{:05}", i), i * minute));
  for (int i = 0; i < 50; ++i) sessions.push_back(run_of("b", "order-00000", i * minute));
  const auto summary = summary_of(sessions);
  CHECK(summary.entities.size() == 2001);
  const auto known = std::ranges::find(summary.entities, "order-00000", &batch::GroupCount::name);
  REQUIRE(known != summary.entities.end());
  CHECK(known->outcomes.total() == 51);
  CHECK(summary.entities.front().name == "(further ones)");
}

TEST_CASE("an entity that stops for good is told although the integration keeps its pace") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 200; ++i) {
    sessions.push_back(run_of("int-1", "products", i * hour));
    if (i < 12) sessions.push_back(run_of("int-1", "orders", i * hour + 1));
  }
  const auto delays = told(summary_of(sessions), AlertKind::sync_delayed);
  REQUIRE(delays.size() == 1);
  CHECK(delays.front().starts_with("int-1/orders: no run began after it, while others did for 8 days"));
}

TEST_CASE("nights and weekends are the schedule, a missing run besides is a delay") {
  std::vector<SessionDiagnosis> by_day;
  std::vector<SessionDiagnosis> by_hour;
  for (int i = 0; i < 70; ++i) {
    if (i % 7 >= 5) continue;
    if (i != 23) by_day.push_back(run_of("int-1", "orders", i * day));
    for (int at = 8; at <= 18; ++at) {
      if (i != 30 || at < 11 || at > 13) by_hour.push_back(run_of("int-2", "orders", i * day + at * hour));
    }
  }
  CHECK(told(summary_of(by_day), AlertKind::sync_delayed) ==
        Lines{"int-1/orders: no run began for 2 days; usual is every 24 h 0 min"});
  CHECK(told(summary_of(by_hour), AlertKind::sync_delayed) ==
        Lines{"int-2/orders: no run began for 4 h 0 min; usual is every 1 h 0 min"});
}

TEST_CASE("one run that is missing of a half-hourly schedule is told although it is but 30 minutes") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 40; ++i) {
    if (i != 11) sessions.push_back(run_of("int-1", "orders", i * 30 * minute - (i == 12 ? 20 : 0)));
  }
  CHECK(told(summary_of(sessions), AlertKind::sync_delayed).size() == 1);
}

TEST_CASE("a clock that is wrong by years makes no delay") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 30; ++i) sessions.push_back(run_of("int-1", "orders", i * hour));
  sessions.push_back(run_of("int-1", "orders", -50LL * 365 * day));
  sessions.push_back(run_of("int-1", "orders", 5000LL * 365 * day));
  CHECK(told(summary_of(sessions), AlertKind::sync_delayed).empty());
}

TEST_CASE("runs that are begun by hand have no schedule") {
  std::vector<SessionDiagnosis> sessions;
  std::int64_t start = 0;
  for (int i = 0; i < 40; ++i) {
    sessions.push_back(run_of("int-1", i % 2 == 0 ? "orders" : "products", start));
    start += (i * 7919 % 13 + 1) * 20 * minute;
  }
  CHECK(told(summary_of(sessions), AlertKind::sync_delayed).empty());
}

TEST_CASE("runs overlap within an integration and entity only") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 10; ++i) {
    sessions.push_back(run_of("int-1", "orders", i * hour, i == 4 ? 2 * hour + minute : minute));  // into the two that follow
    sessions.push_back(run_of("int-2", "orders", i * hour + 10, 50 * minute));
    sessions.push_back(run_of("int-2", "products", i * hour + 20, 50 * minute));
  }
  const auto summary = summary_of(sessions);
  const auto overlaps = told(summary, AlertKind::overlapping_runs);
  CHECK(overlaps == Lines{"int-1/orders: began 1 min before the run before it had ended",
                          "int-1/orders: began 1 h 1 min before the run before it had ended"});
  for (const auto& alert : summary.latest_alerts) CHECK(alert.other == "int-1-orders-000014400");
}

TEST_CASE("where no integration is named, runs that overlap as a matter of course are those of several") {
  std::vector<SessionDiagnosis> many;
  for (int i = 0; i < 60; ++i) many.push_back(run_of("", "orders", i * minute, hour));
  CHECK(told(summary_of(many), AlertKind::overlapping_runs).empty());
  std::vector<SessionDiagnosis> one;
  for (int i = 0; i < 20; ++i) one.push_back(run_of("", "orders", i * hour, i == 5 ? hour + minute : minute));
  CHECK(told(summary_of(one), AlertKind::overlapping_runs).size() == 1);
}

TEST_CASE("many alerts of one kind leave room for those of the others") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 700; ++i) {
    if (i == 20 || i == 21) continue;
    sessions.push_back(failed_of(run_of("int-1", "orders", i * hour), "rate_limited", 0.9, "Wait"));
  }
  const auto summary = summary_of(sessions);
  CHECK(told(summary, AlertKind::sync_delayed).size() == 1);
  CHECK(told(summary, AlertKind::sync_failed).size() == 50);
  CHECK(summary.alerts.at(0).count == 698);
  CHECK(std::ranges::is_sorted(summary.latest_alerts, std::greater{}, &Alert::time));
}

TEST_CASE("the card of a cause gives the advice that most of its sessions have, and an example of one that has it") {
  std::vector<SessionDiagnosis> sessions;
  for (int i = 0; i < 10; ++i) {
    auto session = failed_of(run_of("int-1", "orders", i * hour), "rate_limited", i == 0 ? 0.99 : 0.6 + i * 0.01,
                             i == 0 ? "Reconnect Amazon" : "Wait a minute");
    session.diagnosis.platform = i < 3 ? "amazon" : "shopify";
    sessions.push_back(session);
  }
  const auto summary = summary_of(sessions);
  REQUIRE(summary.causes.size() == 1);
  const auto& cause = summary.causes.front();
  CHECK(cause.sessions == 10);
  CHECK(cause.first_step == "Wait a minute");
  CHECK(cause.first_step_sessions == 9);
  CHECK(cause.example.text == sessions.back().diagnosis.session + " says so");
  REQUIRE(cause.platforms.size() == 2);
  CHECK(cause.platforms[0].name == "shopify");
  CHECK(cause.platforms[0].sessions == 7);
  CHECK(cause.platforms[1].name == "amazon");
}

TEST_CASE("causes of one name in the rules of two platforms are two, each with its advice") {
  auto general = failed_of(run_of("int-1", "orders", 0), "expired", 0.9, "Reconnect");
  auto amazon = failed_of(run_of("int-2", "orders", hour), "expired", 0.9, "Authorise again in Seller Central");
  amazon.diagnosis.causes.front().platform = "amazon";
  const auto summary = summary_of({general, amazon});
  REQUIRE(summary.causes.size() == 2);
  CHECK(summary.causes[0].first_step != summary.causes[1].first_step);
}
