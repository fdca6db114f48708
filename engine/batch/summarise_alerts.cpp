// The guide's alerts F1 to F4 over a fleet, and runs that overlap.
//
// Delays (F3): where the runs of each entity of an integration begin at even intervals, each has its schedule; where only those
// of all together do, that is the schedule, and an entity that kept pace with it may fall out; where neither is so, runs begin
// by hand, and only a pause that is far longer than nearly all others is told.
#include "batch/summarise.hpp"

#include "logs/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <tuple>
#include <utility>

namespace syncdx::batch {
namespace {

constexpr std::size_t most_alerts = 50;                      // of each kind
constexpr std::int64_t tolerated_delay = 30 * 60;            // seconds; the product's own limit of a delayed sync
constexpr std::int64_t longest_silence = 366LL * 24 * 3600;  // beyond it a clock is wrong
constexpr std::int64_t most_jitter = 5 * 60;                 // a run that is missing shows although the next one is a bit early
constexpr std::size_t least_runs = 4;                        // to speak of a usual interval
constexpr std::size_t surely_even = 8;                       // intervals alike: chance is no explanation
constexpr std::size_t most_overlaps = 20;                    // one run in so many, else they are of several integrations

std::string print_time(std::int64_t second) { return logs::format_time(logs::TimePoint(std::chrono::seconds(second))); }

std::string print_span(std::int64_t seconds) {
  if (seconds >= 2 * 86400) return fmt::format("{} days", (seconds + 43200) / 86400);
  if (seconds >= 3600) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  if (seconds >= 60) return fmt::format("{} min", (seconds + 30) / 60);
  return fmt::format("{} s", seconds);
}

struct Pause {
  std::size_t run = 0;  // that ends it
  std::int64_t begin = 0;
  std::int64_t length = 0;
};

// Whether pauses as long as this one come at even intervals: nights, weekends. They are the schedule.
bool comes_back(const Pause& pause, const std::vector<Pause>& pauses) {
  std::vector<std::int64_t> begins;
  for (const auto& other : pauses) {
    if (std::abs(other.length - pause.length) * 10 <= pause.length) begins.push_back(other.begin);
  }
  constexpr std::size_t least_alike = 4;
  constexpr std::size_t many = 6;
  if (begins.size() < least_alike) return false;
  std::vector<std::int64_t> intervals;
  for (std::size_t i = 1; i < begins.size(); ++i) intervals.push_back(begins[i] - begins[i - 1]);
  std::ranges::sort(intervals);
  const auto usual = intervals[intervals.size() / 2];
  const auto even = static_cast<std::size_t>(
      std::ranges::count_if(intervals, [&](auto interval) { return std::abs(interval - usual) * 20 <= usual; }));
  return begins.size() < many ? even == intervals.size() : even * 3 >= intervals.size() * 2;
}

}  // namespace

void Summariser::alert(std::int64_t second, Alert alert) {
  auto& alerts = alerts_[alert.kind];
  ++alerts.count;
  alerts.latest.push_back({second, std::move(alert)});
  if (alerts.latest.size() >= 8 * most_alerts) trim(alerts.latest, most_alerts);
}

void Summariser::trim(std::vector<TimedAlert>& alerts, std::size_t most) {
  std::ranges::sort(alerts, [](const TimedAlert& a, const TimedAlert& b) {
    if (a.second != b.second) return a.second > b.second;
    if (a.alert.session != b.alert.session) return a.alert.session < b.alert.session;
    if (a.alert.kind != b.alert.kind) return a.alert.kind < b.alert.kind;
    return a.alert.other < b.alert.other;
  });
  if (alerts.size() > most) alerts.resize(most);
}

void Summariser::finish_alerts() {
  std::vector<TimedAlert> all;
  for (const auto kind : {AlertKind::sync_failed, AlertKind::error_threshold, AlertKind::sync_delayed,
                          AlertKind::data_discrepancy, AlertKind::overlapping_runs}) {
    auto& alerts = alerts_[kind];
    trim(alerts.latest, most_alerts);
    std::ranges::move(alerts.latest, std::back_inserter(all));
    summary_.alerts.push_back({kind, alerts.count});
  }
  trim(all, all.size());
  for (auto& timed : all) summary_.latest_alerts.push_back(std::move(timed.alert));
}

void Summariser::add_alerts(const SessionDiagnosis& session, std::int64_t start) {
  const auto raise = [&](AlertKind kind, std::string guide, std::string detail) {
    alert(start, {.kind = kind,
                  .guide = std::move(guide),
                  .session = session.diagnosis.session,
                  .other = {},
                  .platform = session.diagnosis.platform,
                  .integration = session.integration,
                  .entity = session.entity,
                  .time = session.started,
                  .detail = std::move(detail)});
  };
  if (session.outcome == Outcome::failed) {
    const auto& causes = session.diagnosis.causes;
    raise(AlertKind::sync_failed, "F1", causes.empty() ? session.diagnosis.issues.front().title : causes.front().title);
  }
  if (session.too_many_errors) raise(AlertKind::error_threshold, "F2", "more failed records than the usual limit");
  if (session.counts_differ) raise(AlertKind::data_discrepancy, "F4", "the session's totals do not add up to what was fetched");
}

// When the last run of all began, but one, since a clock may be wrong; and without the few that are years later than the rest.
std::int64_t Summariser::latest_start() const {
  std::vector<std::int64_t> starts;
  starts.reserve(runs_.size());
  for (const auto& run : runs_) starts.push_back(run.start);
  std::ranges::sort(starts);
  const auto few = starts.size() / 10 + 1;
  auto rest = starts.size();
  for (auto at = starts.size(); at > 1 && starts.size() - at < few; --at) {
    if (starts[at - 1] - starts[at - 2] > longest_silence) rest = at - 1;
  }
  return rest < 2 ? 0 : starts[rest - 2];
}

void Summariser::check_runs() {
  // Of an integration, whatever platform was found in the lines of each run; else of all runs of a platform.
  const auto group = [&](const Run& run) {
    const auto& series = series_[run.series];
    const std::string_view platform = series.platform;
    return std::pair(std::string_view(series.integration), series.integration.empty() ? platform : std::string_view());
  };
  std::ranges::sort(
      runs_, [&](const Run& a, const Run& b) { return group(a) != group(b) ? group(a) < group(b) : starts_before(a, b); });
  const auto latest = latest_start();
  for (auto begin = runs_.begin(); begin != runs_.end();) {
    const auto end = std::find_if(begin, runs_.end(), [&](const Run& run) { return group(run) != group(*begin); });
    check_group({begin, end}, latest);
    begin = end;
  }
}

// `runs`: of one integration, or of all that none is named of.
void Summariser::check_group(std::vector<Run> runs, std::int64_t latest) {
  const auto in_time = runs;
  const auto schedule = schedule_of(in_time);
  std::ranges::stable_sort(runs, {}, [&](const Run& run) -> const std::string& { return series_[run.series].entity; });
  struct OfEntity {
    std::span<const Run> runs;
    std::optional<Schedule> schedule;
  };
  std::vector<OfEntity> entities;
  std::size_t by_the_clock = 0;  // runs of entities with a clock of their own
  for (auto begin = runs.cbegin(); begin != runs.cend();) {
    const auto end = std::find_if(begin, runs.cend(), [&](const Run& run) { return run.series != begin->series; });
    const std::span<const Run> series(begin, end);
    check_overlaps(series);
    entities.push_back({series, schedule_of(series)});
    if (entities.back().schedule && entities.back().schedule->regular) by_the_clock += series.size();
    begin = end;
  }
  const bool together = schedule && schedule->regular && by_the_clock * 5 < runs.size() * 4;
  if (together) check_delays({in_time, *schedule, latest, {}, 0});
  std::vector<Run> others;  // of entities that are not synced by a clock of their own
  for (const auto& [series, own] : entities) {
    if (together) {
      if (own && own->even && series.size() < runs.size()) check_delays({series, *own, latest, in_time, schedule->usual});
    } else if (own && own->regular) {
      check_delays({series, *own, latest, {}, 0});
    } else {
      others.insert(others.end(), series.begin(), series.end());
    }
  }
  std::ranges::sort(others, starts_before);
  if (const auto pace = schedule_of(others)) check_delays({others, *pace, latest, {}, 0});
}

std::optional<Summariser::Schedule> Summariser::schedule_of(std::span<const Run> runs) {
  if (runs.size() < least_runs) return std::nullopt;
  std::vector<std::int64_t> intervals;
  for (std::size_t i = 1; i < runs.size(); ++i) intervals.push_back(runs[i].start - runs[i - 1].start);
  std::ranges::sort(intervals);
  const auto usual = intervals[intervals.size() / 2];
  if (usual <= 0) return std::nullopt;
  const auto is_even = [&](std::int64_t interval) { return std::abs(interval - usual) * 4 <= usual; };
  const auto even = static_cast<std::size_t>(std::ranges::count_if(intervals, is_even));
  const auto odd = intervals.size() - even;
  if (even >= 3 * odd) {
    return Schedule{.regular = true,
                    .even = even >= surely_even && odd <= std::max<std::size_t>(1, even / 20),
                    .usual = usual,
                    .longest = usual + std::max(tolerated_delay, usual / 4) - std::min(usual / 20, most_jitter)};
  }
  const auto rare = intervals[intervals.size() * 9 / 10];
  return Schedule{.usual = usual, .longest = 3 * rare + tolerated_delay};
}

Alert Summariser::alert_of(AlertKind kind, std::string guide, const Run& run) const {
  const auto& series = series_[run.series];
  return {.kind = kind,
          .guide = std::move(guide),
          .session = name_of_run(run),
          .other = {},
          .platform = series.platform,
          .integration = series.integration,
          .entity = series.entity,
          .time = print_time(run.start),
          .detail = {}};
}

// Where no line names the integration or the entity, runs of several are taken together, and overlap as a matter of course.
void Summariser::check_overlaps(std::span<const Run> runs) {
  std::vector<std::pair<const Run*, const Run*>> overlaps;  // which still went on, which began
  const Run* latest = &runs.front();                        // of those seen, the one that ends last
  for (const auto& run : runs.subspan(1)) {
    if (run.start < latest->end) overlaps.emplace_back(latest, &run);
    if (run.end > latest->end) latest = &run;
  }
  const auto& named = series_[runs.front().series];
  const bool of_one = !named.integration.empty() && !named.entity.empty();
  if (!of_one && overlaps.size() * most_overlaps > runs.size()) return;
  for (const auto& [before, run] : overlaps) {
    auto found = alert_of(AlertKind::overlapping_runs, "A4", *run);
    found.other = name_of_run(*before);
    found.detail = fmt::format("began {} before the run before it had ended", print_span(before->end - run->start));
    alert(run->start, std::move(found));
  }
}

void Summariser::check_delays(const Timetable& table) {
  const auto& runs = table.runs;
  const bool of_one_entity = std::ranges::all_of(runs, [&](const Run& run) { return run.series == runs.front().series; });
  const auto tell = [&](const Run& run, std::string other, std::string_view what) {
    auto found = alert_of(AlertKind::sync_delayed, "F3", run);
    if (!of_one_entity) found.entity.clear();
    found.other = std::move(other);
    found.detail = fmt::format("{}; usual is every {}", what, print_span(table.schedule.usual));
    alert(run.start, std::move(found));
  };
  const auto is_delay = [&](std::int64_t from, std::int64_t to) {
    if (to - from <= table.schedule.longest || to - from > longest_silence) return false;
    const auto first = std::ranges::upper_bound(table.meanwhile, from, {}, &Run::start);
    const auto last = std::ranges::lower_bound(first, table.meanwhile.end(), to, {}, &Run::start);
    return table.meanwhile.empty() || (last - first) * table.usual_meanwhile * 2 >= to - from;
  };
  std::vector<Pause> pauses;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    if (is_delay(runs[i - 1].start, runs[i].start)) pauses.push_back({i, runs[i - 1].start, runs[i].start - runs[i - 1].start});
  }
  for (const auto& pause : pauses) {
    if (comes_back(pause, pauses)) continue;
    const auto i = pause.run;
    tell(runs[i], name_of_run(runs[i - 1]), fmt::format("no run began for {}", print_span(runs[i].start - runs[i - 1].start)));
  }
  if (!is_delay(runs.back().start, table.latest)) return;
  tell(runs.back(), {},
       fmt::format("no run began after it, while others did for {}", print_span(table.latest - runs.back().start)));
}

}  // namespace syncdx::batch
