// The guide's alerts F1 to F4 over a fleet, and runs that overlap. Delays and overlaps are told of series (one platform and
// entity) whose runs mostly follow one another; where every second run overlaps the one before, several integrations share the
// series, and neither means anything.
#include "batch/summarise.hpp"

#include "logs/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace syncdx::batch {
namespace {

constexpr std::size_t most_alerts = 200;
constexpr std::int64_t tolerated_delay = 30 * 60;  // seconds; the product's own limit of a delayed sync
constexpr std::size_t least_runs = 4;              // to speak of a usual interval
constexpr std::size_t most_overlaps = 5;           // one in so many, else the series is of several integrations

std::string print_time(std::int64_t second) { return logs::format_time(logs::TimePoint(std::chrono::seconds(second))); }

std::string print_span(std::int64_t seconds) {
  if (seconds >= 2 * 86400) return fmt::format("{} days", (seconds + 43200) / 86400);
  if (seconds >= 3600) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  if (seconds >= 60) return fmt::format("{} min", (seconds + 30) / 60);
  return fmt::format("{} s", seconds);
}

}  // namespace

void Summariser::alert(std::int64_t second, Alert alert) {
  ++alert_counts_[alert.kind];
  alerts_.push_back({second, std::move(alert)});
  if (alerts_.size() >= 8 * most_alerts) trim_alerts();
}

void Summariser::trim_alerts() {
  std::ranges::sort(alerts_, [](const TimedAlert& a, const TimedAlert& b) {
    if (a.second != b.second) return a.second > b.second;
    if (a.alert.session != b.alert.session) return a.alert.session < b.alert.session;
    return a.alert.kind < b.alert.kind;
  });
  if (alerts_.size() > most_alerts) alerts_.resize(most_alerts);
}

void Summariser::add_alerts(const SessionDiagnosis& session, std::int64_t start) {
  const auto raise = [&](AlertKind kind, std::string guide, std::string detail) {
    alert(start, {.kind = kind,
                  .guide = std::move(guide),
                  .session = session.diagnosis.session,
                  .other = {},
                  .platform = session.diagnosis.platform,
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

void Summariser::check_series(const Runs::const_iterator& begin, const Runs::const_iterator& end, std::int64_t latest) {
  const auto runs = static_cast<std::size_t>(end - begin);
  if (runs < least_runs) return;
  std::vector<std::int64_t> intervals;
  std::size_t overlaps = 0;
  for (auto run = begin; run + 1 != end; ++run) {
    intervals.push_back((run + 1)->start - run->start);
    if ((run + 1)->start < run->end) ++overlaps;
  }
  if (overlaps * most_overlaps > runs) return;
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::ranges::nth_element(intervals, middle);
  const auto usual = *middle;
  const auto& series = series_[begin->series];
  for (auto run = begin; run + 1 != end; ++run) {
    const auto& next = *(run + 1);
    Alert found{.session = name_of_run(next),
                .other = name_of_run(*run),
                .platform = series.platform,
                .entity = series.entity,
                .time = print_time(next.start)};
    if (next.start < run->end) {
      found.kind = AlertKind::overlapping_runs;
      found.guide = "A4";
      found.detail = fmt::format("began {} before the run before it had ended", print_span(run->end - next.start));
      alert(next.start, found);
    } else if (usual > 0 && next.start - run->start > 2 * usual + tolerated_delay) {
      found.kind = AlertKind::sync_delayed;
      found.guide = "F3";
      found.detail =
          fmt::format("no run began for {}; usual is every {}", print_span(next.start - run->start), print_span(usual));
      alert(next.start, found);
    }
  }
  const auto& last = *(end - 1);
  if (usual > 0 && latest - last.start > 2 * usual + tolerated_delay) {
    alert(last.start, {.kind = AlertKind::sync_delayed,
                       .guide = "F3",
                       .session = name_of_run(last),
                       .other = {},
                       .platform = series.platform,
                       .entity = series.entity,
                       .time = print_time(last.start),
                       .detail = fmt::format("no run began after it, while others did for {}; usual is every {}",
                                             print_span(latest - last.start), print_span(usual))});
  }
}

}  // namespace syncdx::batch
