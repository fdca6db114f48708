// Facts about the schedule: what the cron expression says, and the expected runs against the actual ones. In UTC the fire times
// themselves are used; in another time zone, which cannot be computed here, and for "hourly" and "daily", where the minute is
// not binding, only the longest time between two runs is.
#include "evidence/cron.hpp"
#include "evidence/fact_writer.hpp"
#include "evidence/tether_integration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncdx::evidence {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds early_tolerance{60};        // a session may start that much before its time: clocks differ
constexpr std::size_t most_expected = 10000;  // runs that are looked at
constexpr double usual_delay_limit = 30;      // minutes; Tether's older documentation

// What the expected runs are measured against.
struct Runs {
  std::vector<sys_seconds> starts;  // of sessions that are no rehearsals, sorted
  std::optional<sys_seconds> from;  // the history is whole from here to the snapshot
};

double minutes(seconds time) { return static_cast<double>(time.count()) / 60.0; }

bool is_utc(const std::string& timezone) {
  constexpr std::array<std::string_view, 8> names{"", "utc", "etc/utc", "gmt", "etc/gmt", "z", "zulu", "universal"};
  return std::ranges::find(names, plain_form(timezone)) != names.end();
}

Runs actual_runs(const Integration& integration, const SessionHistory* history) {
  Runs runs;
  if (history != nullptr) {
    for (const auto& session : history->sessions) runs.starts.push_back(session.started);
    if (history->complete && !runs.starts.empty())
      runs.from = std::max(history->from.value_or(runs.starts.front()), runs.starts.front());
  }
  if (integration.last_sync) runs.starts.push_back(*integration.last_sync);
  std::ranges::sort(runs.starts);
  return runs;
}

// Whether the newest start known is really the newest: the history is whole, or the snapshot names the last sync.
bool newest_is_known(const Integration& integration, const SessionHistory* history) {
  return integration.last_sync.has_value() || (history != nullptr && history->complete && !history->sessions.empty());
}

seconds delay_by_fire_times(const Cron& cron, const Runs& runs, sys_seconds now) {
  const auto due = cron.previous(now);
  if (!due || runs.starts.back() >= *due - early_tolerance) return seconds{0};
  const auto missed_first = cron.next(runs.starts.back() + early_tolerance);
  return missed_first && *missed_first < now ? now - *missed_first : seconds{0};
}

// Fire times without a session that starts between them and the next one. The last one is not counted: it may be under way.
std::size_t count_missed(const Cron& cron, const Runs& runs, sys_seconds now) {
  std::size_t missed = 0;
  auto due = cron.next(*runs.from - seconds{1});
  for (std::size_t i = 0; due && i < most_expected; ++i) {
    const auto following = cron.next(*due);
    if (!following || *following > now) break;
    const auto start = std::ranges::lower_bound(runs.starts, *due - early_tolerance);
    if (start == runs.starts.end() || *start >= *following - early_tolerance) ++missed;
    due = following;
  }
  return missed;
}

void add_delay(std::optional<seconds> delay, const Integration& integration, FactWriter& facts) {
  if (!delay) return;
  facts.add("schedule.delay_minutes", minutes(*delay));
  facts.add("alerts.sync_delayed", minutes(*delay) > integration.delay_limit.value_or(usual_delay_limit));
}

void add_by_interval(seconds gap, const Integration& integration, const Runs& runs, sys_seconds now, FactWriter& facts) {
  if (gap <= seconds{0} || runs.starts.empty()) return;
  const auto since = now - runs.starts.back();
  add_delay(std::max(since - gap, seconds{0}), integration, facts);
  facts.add("schedule.missed_runs", std::max(0.0, static_cast<double>(since / gap) - 1.0));
}

// Sessions that take longer than the time to the next run overlap, or make it fail to start.
void add_overlong(const Cron& cron, const Facts& all, FactWriter& facts) {
  const auto duration = all.find("session.duration_seconds");
  const auto per_day = cron.runs_per_day();
  if (duration == all.end() || per_day <= 0) return;
  if (const auto* taken = std::get_if<double>(&duration->second.value)) {
    facts.add("schedule.shorter_than_session", *taken > 86400.0 / per_day);
  }
}

std::optional<Cron> read_cron(const Integration& integration, NoteList& notes, FactWriter& facts) {
  const auto& expression = integration.schedule->cron;
  facts.add("schedule.cron_fields", static_cast<double>(count_cron_fields(expression)));
  auto parsed = Cron::parse(expression);
  if (auto* cron = std::get_if<Cron>(&parsed)) {
    facts.add("schedule.cron_valid", true);
    return *cron;
  }
  const auto& error = std::get<CronError>(parsed);
  if (error.fault == CronFault::not_supported) {
    notes.add("X010",
              fmt::format("the cron expression is not understood here: {}; nothing is concluded from it", error.message));
  } else {
    facts.add("schedule.cron_valid", false);
    notes.add("X010", fmt::format("the cron expression is not valid: {}", error.message),
              "Tether's expressions have six fields, seconds first: \"0 0 */6 * * *\" is every six hours");
  }
  return std::nullopt;
}

std::optional<seconds> frequency_gap(const std::string& frequency) {
  if (frequency == "hourly") return seconds{3600};
  if (frequency == "daily") return seconds{86400};
  return std::nullopt;
}

}  // namespace

void add_schedule_facts(const Integration& integration, const SessionHistory* history, const Moments& moments,
                        ExportFacts& result) {
  FactWriter facts(integration.document, result.facts);
  if (integration.next_sync) facts.add("schedule.next_sync_past", *integration.next_sync + early_tolerance < moments.snapshot);
  if (!integration.schedule) return;
  NoteList notes(integration.document, result.notes);
  facts.add_text("schedule.frequency", integration.schedule->frequency);
  const bool runs_known = newest_is_known(integration, history);
  const auto runs = actual_runs(integration, history);
  if (integration.schedule->cron.empty()) {
    const auto gap = frequency_gap(integration.schedule->frequency);
    if (gap && runs_known) add_by_interval(*gap, integration, runs, moments.snapshot, facts);
    return;
  }
  const auto cron = read_cron(integration, notes, facts);
  if (!cron) return;
  facts.add("schedule.runs_per_day", cron->runs_per_day());
  add_overlong(*cron, result.facts, facts);
  const bool utc = is_utc(integration.schedule->timezone);
  if (!utc) {
    notes.add("X011",
              "the schedule's time zone is not UTC: delays are measured against the longest time between two runs only");
  }
  if (!runs_known) return;
  if (!utc) {
    if (const auto gap = cron->longest_gap()) add_by_interval(*gap, integration, runs, moments.snapshot, facts);
    return;
  }
  add_delay(delay_by_fire_times(*cron, runs, moments.snapshot), integration, facts);
  if (runs.from) facts.add("schedule.missed_runs", static_cast<double>(count_missed(*cron, runs, moments.snapshot)));
}

}  // namespace syncdx::evidence
