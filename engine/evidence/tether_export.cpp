#include "evidence/tether_export.hpp"

#include "base/text.hpp"
#include "evidence/fact_writer.hpp"
#include "evidence/plain_totals.hpp"
#include "evidence/tether_document.hpp"
#include "evidence/tether_integration.hpp"
#include "evidence/tether_sessions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncdx::evidence {
namespace {

using std::chrono::sys_seconds;

constexpr std::size_t max_messages = 100;
constexpr std::size_t max_message_code_points = 2000;
constexpr std::size_t max_log_end_bytes = 64UL * 1024UL;

// The usual limits of alerts that an export does not set. Source: Tether's older documentation (errors, success rate); the
// percentage of missing records is the project's own.
constexpr double usual_error_limit = 5;
constexpr double least_success_rate = 0.9;
constexpr double usual_discrepancy_percent = 1;

void add_message(std::string_view text, std::vector<std::string>& messages) {
  auto line = shorten(repair_utf8(text), max_message_code_points);
  std::ranges::replace(line, '\n', ' ');
  const bool known = std::ranges::find(messages, line) != messages.end();
  if (!line.empty() && !known && messages.size() < max_messages) messages.push_back(std::move(line));
}

std::optional<double> number(const Facts& facts, std::string_view name) {
  const auto found = facts.find(name);
  if (found == facts.end()) return std::nullopt;
  const auto* value = std::get_if<double>(&found->second.value);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

// The alerts that compare the diagnosed session's totals with limits.
void add_alerts(const Integration* integration, const std::string& source, Facts& all) {
  FactWriter facts(source, all);
  const auto limit = [&](std::optional<double> Integration::*member, double usual) {
    return integration != nullptr ? (integration->*member).value_or(usual) : usual;
  };
  const auto failed = number(all, "session.failed_records");
  const auto rate = number(all, "session.success_rate");
  if (failed) {
    const bool low_rate = rate && *rate < least_success_rate;
    facts.add("alerts.error_threshold", *failed > limit(&Integration::error_limit, usual_error_limit) || low_rate);
  }
  const auto missing = number(all, "session.unaccounted_records");
  const auto fetched = number(all, "session.records_fetched");
  if (missing && fetched && *fetched > 0) {
    const double percent = 100 * *missing / *fetched;
    facts.add("alerts.data_discrepancy", percent > limit(&Integration::discrepancy_limit, usual_discrepancy_percent));
  }
}

// Whether the history begins with the integration's first session: it is whole, was not reset, and its range, if it has one,
// begins before the integration was made.
bool is_from_first(const SessionHistory& history, const Integration* integration) {
  if (!history.complete || history.reset_at) return false;
  if (!history.from) return true;
  return integration != nullptr && integration->created_at && *history.from <= *integration->created_at;
}

// The newest session that fetched anything: with what it logged in, that still worked.
std::optional<sys_seconds> last_fetch(const SessionHistory& history) {
  const auto fetched = [](const Session& session) { return session.fetched.value_or(0) > 0; };
  const auto last = std::find_if(history.sessions.rbegin(), history.sessions.rend(), fetched);
  return last == history.sessions.rend() ? std::nullopt : std::optional(last->started);
}

Moments find_moments(const Integration* integration, const SessionHistory* history, std::optional<std::size_t> diagnosed,
                     sys_seconds now) {
  std::optional<sys_seconds> snapshot;
  if (integration != nullptr) snapshot = integration->exported_at;
  if (!snapshot && history != nullptr) snapshot = history->to;
  Moments moments{.snapshot = snapshot.value_or(now), .session = snapshot.value_or(now)};
  if (diagnosed) moments.session = history->sessions[*diagnosed].started;
  moments.first_bad = moments.session;
  if (diagnosed) moments.first_bad = first_bad_start(*history, *diagnosed).value_or(moments.session);
  if (history != nullptr) moments.last_fetch = last_fetch(*history);
  if (integration != nullptr && integration->trouble_since)
    moments.first_bad = *integration->trouble_since + std::chrono::days{1};
  return moments;
}

void note_last_sync(const Integration& integration, const SessionHistory& history, std::vector<Diagnostic>& notes) {
  if (!integration.last_sync || history.sessions.empty()) return;
  const auto newest = history.sessions.back().started;
  if (std::chrono::abs(newest - *integration.last_sync) <= std::chrono::minutes{1}) return;
  NoteList(integration.document, notes)
      .add("X009", "the integration's last sync is not the newest session's start; one of the exports may be older");
}

void add_good_age(const SessionHistory& history, sys_seconds snapshot, Facts& facts) {
  const auto good = [](const Session& session) { return session.good() && session.dry_run != true; };
  const auto last = std::find_if(history.sessions.rbegin(), history.sessions.rend(), good);
  if (last == history.sessions.rend()) return;
  FactWriter(history.document, facts)
      .add("history.hours_since_good", static_cast<double>((snapshot - last->started).count()) / 3600.0);
}

// Since the last authorization nothing ever worked: only if the history reaches back to it.
void add_since_authorization(const Integration& integration, const SessionHistory& history, Facts& facts) {
  if (!integration.credentials || !integration.credentials->authorized_at || !history.complete || history.reset_at) return;
  const auto since = *integration.credentials->authorized_at;
  if (!history.from || *history.from > since) return;
  std::size_t sessions = 0;
  bool good = false;
  for (const auto& session : history.sessions) {
    if (session.started < since || session.in_progress()) continue;
    ++sessions;
    good |= session.good();
  }
  if (sessions > 0) FactWriter(history.document, facts).add("history.never_since_authorization", !good);
}

// Assembles what both exports say together. `integration` and `history` may be null.
void assemble(const Integration* integration, const SessionHistory* history, sys_seconds now, ExportFacts& result) {
  const auto diagnosed = history != nullptr ? find_diagnosed(*history) : std::nullopt;
  const auto moments = find_moments(integration, history, diagnosed, now);
  std::string domain;
  if (diagnosed) {
    const auto& session = history->sessions[*diagnosed];
    result.session_id = session.id;
    domain = session.domain_type;
    add_session_facts(*history, *diagnosed, result.facts);
    add_alerts(integration, history->document, result.facts);
    add_message(session.error_message, result.messages);
    for (const auto& error : session.top_errors) add_message(error, result.messages);
  }
  if (history != nullptr) add_good_age(*history, moments.snapshot, result.facts);
  if (integration == nullptr) return;
  result.platform = integration->service;
  result.session_log_complete = integration->has_whole("session_log");
  add_message(integration->error_message, result.messages);
  add_integration_facts(*integration, moments, domain, result.facts);
  add_schedule_facts(*integration, history, moments, result);
  if (history == nullptr) return;
  add_since_authorization(*integration, *history, result.facts);
  note_last_sync(*integration, *history, result.notes);
}

}  // namespace

Result<ExportFacts> read_exports(const std::optional<logs::Document>& integration,
                                 const std::optional<logs::Document>& sessions, sys_seconds now) {
  ExportFacts result;
  std::optional<Integration> settings;
  std::optional<SessionHistory> history;
  if (integration) {
    const auto document = parse_export(*integration, "tether-integration", result.notes);
    if (!document) return fail(document.error());
    auto read = read_integration(*document, result.notes);
    if (!read) return fail(std::move(read.error()));
    settings = std::move(*read);
  }
  if (sessions) {
    const auto document = parse_export(*sessions, "tether-sessions", result.notes);
    if (!document) return fail(document.error());
    history = read_sessions(*document, result.notes);
    history->from_first = is_from_first(*history, settings ? &*settings : nullptr);
  }
  assemble(settings ? &*settings : nullptr, history ? &*history : nullptr, now, result);
  return result;
}

void add_log_end_facts(std::string_view end_line, ExportFacts& facts) {
  if (end_line.size() > max_log_end_bytes ||
      std::ranges::count(end_line, '[') + std::ranges::count(end_line, '{') > max_json_depth) {
    return;
  }
  const auto parsed = nlohmann::json::parse(end_line, nullptr, false);  // no exceptions: a discarded value instead
  if (!parsed.is_object() || !parsed.contains("kind") || parsed["kind"] != "end") return;
  NoteList notes("session log", facts.notes);
  ObjectReader reader(parsed, "end", notes);
  Session session;
  session.id = reader.text("session_id").value_or("");
  if (!facts.session_id.empty() && !session.id.empty() && facts.session_id != session.id) return;
  read_outcome(reader, notes, session);
  if (facts.session_id.empty()) facts.session_id = session.id;
  add_totals(session, "session log, end line", facts.facts);
  add_alerts(nullptr, "session log, end line", facts.facts);
}

void add_plain_totals(std::string_view line, ExportFacts& facts) {
  const auto totals = facts.facts.contains("session.records_fetched") ? std::nullopt : read_plain_totals(line);
  if (!totals) return;
  add_totals(*totals, "log, line of totals", facts.facts);
  add_alerts(nullptr, "log, line of totals", facts.facts);
}

}  // namespace syncdx::evidence
