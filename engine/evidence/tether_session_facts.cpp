// Facts that follow from the sessions alone. The limits are the project's own: "immediately" is within ten seconds, and a usual
// figure is the median of at least three earlier sessions.
#include "evidence/fact_writer.hpp"
#include "evidence/tether_sessions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace syncdx::evidence {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr double immediately_seconds = 10;
constexpr std::size_t least_for_median = 3;

bool same_kind(const Session& a, const Session& b) { return a.domain_type == b.domain_type; }

// Sessions before the diagnosed one that are no rehearsals.
bool counts_as_earlier(const Session& session, const Session& diagnosed) {
  return session.started < diagnosed.started && same_kind(session, diagnosed) && session.dry_run != true;
}

std::optional<double> median(std::vector<double> values) {
  if (values.size() < least_for_median) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

// The diagnosed session's figure over the median of earlier good sessions of the same domain type and mode. Full sessions are
// left out: their size says nothing about the usual one.
std::optional<double> ratio_to_usual(const SessionHistory& history, const Session& diagnosed,
                                     std::optional<double> Session::*figure) {
  if (diagnosed.mode == "full" || !(diagnosed.*figure)) return std::nullopt;
  std::vector<double> earlier;
  for (const auto& session : history.sessions) {
    const bool usual = session.mode == diagnosed.mode && session.good() && session.*figure;
    if (usual && counts_as_earlier(session, diagnosed)) earlier.push_back(*(session.*figure));
  }
  const auto usual = median(std::move(earlier));
  if (!usual || *usual <= 0) return std::nullopt;
  return *(diagnosed.*figure) / *usual;
}

// Sessions that began while another of their domain type still ran. Sorted by start, a session overlaps an earlier one of its
// type if it starts before the latest end so far; each session is counted once.
std::size_t count_overlapping(const SessionHistory& history) {
  std::map<std::string_view, sys_seconds> latest_end;
  std::size_t overlapping = 0;
  for (const auto& session : history.sessions) {
    if (session.dry_run == true) continue;
    const auto end = session.completed.value_or(session.started);
    const auto [entry, is_first] = latest_end.try_emplace(session.domain_type, end);
    if (!is_first && session.started < entry->second) ++overlapping;
    entry->second = std::max(entry->second, end);
  }
  return overlapping;
}

void add_shape(const Session& session, FactWriter& facts) {
  const auto done = [](std::optional<double> value) { return value.value_or(0); };
  if (session.fetched) {
    facts.add("session.nothing_fetched", *session.fetched == 0.0);
    if (session.duration_seconds && !session.in_progress()) {
      const bool at_once = *session.fetched == 0.0 && *session.duration_seconds <= immediately_seconds;
      facts.add("session.failed_immediately", session.status == "failed" && at_once);
    }
  }
  if (session.fetched && session.skipped && session.success && session.failed) {
    const bool none_changed = *session.success == 0.0 && *session.failed == 0.0;
    facts.add("session.all_skipped", *session.fetched > 0 && *session.skipped > 0 && none_changed);
  }
  if (session.fetched && session.success && !session.in_progress()) {
    const double missing = *session.fetched - *session.success - done(session.failed) - done(session.skipped);
    facts.add("session.unaccounted_records", std::max(missing, 0.0));
    facts.add("session.lost_records", missing >= 1);
  }
}

void add_failure_alert(const SessionHistory& history, FactWriter& facts) {
  const bool any_failed = std::ranges::any_of(history.sessions, [](const Session& s) { return s.status == "failed"; });
  facts.add_seen("alerts.sync_failed", any_failed, history.complete);
}

void add_history(const SessionHistory& history, const Session& diagnosed, FactWriter& facts) {
  facts.add("history.sessions", static_cast<double>(history.sessions.size()));
  const auto earlier_good = [&](const Session& s) { return s.good() && counts_as_earlier(s, diagnosed); };
  const bool worked = std::ranges::any_of(history.sessions, earlier_good);
  const bool whole = history.from_first;
  facts.add_seen("history.worked_before", worked, whole);
  const bool ever_good = std::ranges::any_of(history.sessions, [](const Session& s) { return s.good() && s.dry_run != true; });
  if (ever_good || whole) facts.add("history.never_succeeded", !ever_good);
  facts.add_count("history.overlapping_sessions", count_overlapping(history), history.complete);
  facts.add_seen("history.reset", history.reset_at.has_value(), history.complete);
  const auto open = std::ranges::any_of(history.sessions, &Session::in_progress);
  facts.add_seen("history.session_in_progress", open, history.complete);
}

void add_streak(const SessionHistory& history, std::size_t diagnosed, FactWriter& facts) {
  double streak = 0;
  for (std::size_t i = diagnosed + 1; i-- > 0;) {
    const auto& session = history.sessions[i];
    if (!same_kind(session, history.sessions[diagnosed]) || session.dry_run == true || session.in_progress()) continue;
    if (!session.bad()) break;
    ++streak;
  }
  facts.add("history.failed_since_count", streak);
}

// Whether the first session ever took the history: known only if the export holds the first one.
void add_first_session(const SessionHistory& history, const Session& diagnosed, FactWriter& facts) {
  if (!history.from_first) return;
  const auto first = std::ranges::find_if(history.sessions, [&](const Session& s) { return same_kind(s, diagnosed); });
  if (first == history.sessions.end() || first->mode.empty()) return;
  facts.add("history.first_session_incremental", first->mode == "incremental");
  facts.add("history.first_session_bad", first->bad());
}

}  // namespace

std::optional<std::size_t> find_diagnosed(const SessionHistory& history) {
  std::map<std::string_view, std::size_t> newest;  // finished, by domain type
  for (std::size_t i = 0; i < history.sessions.size(); ++i) {
    const auto& session = history.sessions[i];
    const auto [entry, is_first] = newest.try_emplace(session.domain_type, i);
    if (!is_first && (!session.in_progress() || history.sessions[entry->second].in_progress())) entry->second = i;
  }
  std::optional<std::size_t> best;
  for (const auto& [domain, index] : newest) {
    const auto rank = [&](std::size_t i) { return std::pair(history.sessions[i].bad(), i); };
    if (!best || rank(*best) < rank(index)) best = index;
  }
  return best;
}

std::optional<sys_seconds> first_bad_start(const SessionHistory& history, std::size_t diagnosed) {
  std::optional<sys_seconds> start;
  for (std::size_t i = diagnosed + 1; i-- > 0;) {
    const auto& session = history.sessions[i];
    if (!same_kind(session, history.sessions[diagnosed]) || session.in_progress()) continue;
    if (!session.bad()) break;
    start = session.started;
  }
  return start;
}

void add_totals(const Session& session, const std::string& source, Facts& all) {
  FactWriter facts(source, all);
  facts.add_text("session.status", session.status);
  if (!session.status.empty()) {
    facts.add("session.failed", session.status == "failed");
    facts.add("session.completed", session.good());
    facts.add("session.in_progress", session.in_progress());
    const bool mixed = session.success.value_or(0) > 0 && session.failed.value_or(0) > 0;
    facts.add("session.partial", session.status == "completed_with_errors" || session.status == "partial_mapped" || mixed);
  }
  facts.add_known("session.duration_seconds", session.duration_seconds);
  facts.add_known("session.records_fetched", session.fetched);
  facts.add_known("session.success", session.success);
  facts.add_known("session.failed_records", session.failed);
  facts.add_known("session.skipped", session.skipped);
  facts.add_known("session.unmapped_skus", session.unmapped_skus);
  facts.add_known("session.unmapped_channels", session.unmapped_channels);
  if (!session.top_errors.empty()) facts.add_text("session.top_error", session.top_errors.front());
  if (session.success && session.failed && *session.success + *session.failed > 0) {
    facts.add("session.success_rate", rules::FactValue(*session.success / (*session.success + *session.failed)));
  }
  add_shape(session, facts);
}

void add_session_facts(const SessionHistory& history, std::size_t diagnosed, Facts& all) {
  const auto& session = history.sessions[diagnosed];
  const auto source = fmt::format("{}, session {}", history.document, session.id);
  add_totals(session, source, all);
  FactWriter facts(source, all);
  facts.add_known("session.dry_run", session.dry_run);
  facts.add_text("session.domain_type", session.domain_type);
  facts.add_text("session.mode", session.mode);
  facts.add_text("session.trigger", session.trigger);
  facts.add("session.has_error_message", !session.error_message.empty());
  facts.add_known("session.duration_ratio", ratio_to_usual(history, session, &Session::duration_seconds));
  facts.add_known("session.fetched_ratio", ratio_to_usual(history, session, &Session::fetched));
  FactWriter whole(history.document, all);
  add_history(history, session, whole);
  add_streak(history, diagnosed, whole);
  add_first_session(history, session, whole);
  add_failure_alert(history, whole);
}

}  // namespace syncdx::evidence
