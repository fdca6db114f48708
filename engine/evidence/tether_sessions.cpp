#include "evidence/tether_sessions.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace syncdx::evidence {
namespace {

using Names = std::span<const std::pair<std::string_view, std::string_view>>;  // plain form -> word used here

// Both vocabularies: the older screens' statuses and the newer items' ones.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> status_names{
    {{"completed", "completed"},
     {"complete", "completed"},
     {"success", "completed"},
     {"succeeded", "completed"},
     {"completedwitherrors", "completed_with_errors"},
     {"partial", "completed_with_errors"},
     {"partialmapped", "partial_mapped"},
     {"mapped", "completed"},
     {"skipped", "skipped"},
     {"failed", "failed"},
     {"failure", "failed"},
     {"error", "failed"},
     {"inprogress", "in_progress"},
     {"processing", "in_progress"},
     {"running", "in_progress"},
     {"cancelled", "cancelled"},
     {"canceled", "cancelled"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> mode_names{
    {{"incremental", "incremental"}, {"full", "full"}, {"fullresync", "full"}, {"resync", "full"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> trigger_names{
    {{"scheduled", "scheduled"}, {"schedule", "scheduled"}, {"manual", "manual"}, {"manually", "manual"}}};

std::string normalise(const std::string& value, Names names, const std::string& what, NoteList& notes) {
  const auto plain = plain_form(value);
  const auto found = std::ranges::find(names, plain, &Names::value_type::first);
  if (found != names.end()) return std::string(found->second);
  notes.add("X008", fmt::format("{} '{}' is not known; it is kept as it stands", what, snake_form(value)));
  return snake_form(value);
}

std::optional<double> count(ObjectReader& reader, std::string_view key, NoteList& notes) {
  const auto value = reader.number(key);
  if (value && *value < 0) {
    notes.add("X009", fmt::format("{}.{} is negative; it is taken as missing", reader.path(), key));
    return std::nullopt;
  }
  return value;
}

// "type" is the older word: full and incremental say the mode, manual the trigger.
void read_kind(ObjectReader& reader, NoteList& notes, Session& session) {
  if (const auto type = reader.text("type")) {
    const auto plain = plain_form(*type);
    if (plain == "manual")
      session.trigger = "manual";
    else
      session.mode = normalise(*type, mode_names, "session type", notes);
    if (plain == "incremental") session.trigger = "scheduled";
  }
  if (const auto trigger = reader.text("trigger")) session.trigger = normalise(*trigger, trigger_names, "trigger", notes);
  if (const auto mode = reader.text("mode")) session.mode = normalise(*mode, mode_names, "mode", notes);
}

void read_statistics(ObjectReader& reader, NoteList& notes, Session& session) {
  const auto* object = reader.object("statistics");
  if (object == nullptr) return;
  ObjectReader statistics(*object, reader.path() + ".statistics", notes);
  session.success = count(statistics, "success", notes);
  session.failed = count(statistics, "failed", notes);
  session.skipped = count(statistics, "skipped", notes);
  const auto created = count(statistics, "created", notes);
  const auto updated = count(statistics, "updated", notes);
  const auto errors = count(statistics, "errors", notes);
  if (!session.success && (created || updated)) session.success = created.value_or(0) + updated.value_or(0);
  if (!session.failed) session.failed = errors;
  statistics.finish();
}

void read_analysis(ObjectReader& reader, NoteList& notes, Session& session) {
  const auto* object = reader.object("error_analysis");
  if (object == nullptr) return;
  ObjectReader analysis(*object, reader.path() + ".error_analysis", notes);
  if (const auto skus = analysis.texts("unmapped_skus")) session.unmapped_skus = static_cast<double>(skus->size());
  if (const auto channels = analysis.texts("unmapped_channels"))
    session.unmapped_channels = static_cast<double>(channels->size());
  std::vector<std::pair<double, std::string>> errors;
  for (const auto* entry : analysis.objects("top_errors")) {
    ObjectReader error(*entry, analysis.path() + ".top_errors[]", notes);
    const auto weight = error.number("count").value_or(0);
    if (auto message = error.text("message"); message && !message->empty()) errors.emplace_back(weight, std::move(*message));
    error.finish();
  }
  std::ranges::stable_sort(errors, std::ranges::greater{}, &std::pair<double, std::string>::first);
  for (auto& error : errors) session.top_errors.push_back(std::move(error.second));
  analysis.finish();
}

// What the counts say of a session whose status nobody gave.
std::string infer_status(const Session& session) {
  if (!session.error_message.empty() && session.fetched == 0.0) return "failed";
  if (session.failed.value_or(0) > 0 && session.success.value_or(0) > 0) return "completed_with_errors";
  return session.failed == 0.0 ? "completed" : "";
}

void read_times(ObjectReader& reader, NoteList& notes, Session& session) {
  session.completed = reader.time("completed_at");
  session.duration_seconds = count(reader, "duration_seconds", notes);
  if (session.completed && *session.completed < session.started) {
    notes.add("X009", "a session ends before it starts; its end is not used");
    session.completed.reset();
  }
  if (session.completed) {
    const auto measured = static_cast<double>((*session.completed - session.started).count());
    if (session.duration_seconds && std::abs(*session.duration_seconds - measured) > 1) {
      notes.add("X009", "a session's duration is not the time between its start and end; the times are used");
    }
    session.duration_seconds = measured;
  } else if (constexpr double year = 366.0 * 86400; session.duration_seconds && *session.duration_seconds < year) {
    session.completed = session.started + std::chrono::seconds{std::llround(*session.duration_seconds)};
  }
}

void check_sum(const Session& session, NoteList& notes) {
  if (!session.fetched || !session.success || !session.failed || !session.skipped) return;
  if (std::abs(*session.success + *session.failed + *session.skipped - *session.fetched) >= 1) {
    notes.add("X009", "the statistics of a session do not add up to the records fetched (not promised, but worth a look)");
  }
}

std::optional<Session> read_session(const nlohmann::json& object, NoteList& notes) {
  ObjectReader reader(object, "sessions[]", notes);
  Session session;
  const auto id = reader.text("id");
  const auto started = reader.time("started_at");
  if (!id || !started) {
    notes.add("X012", "a session has no id or no start; it is left out", "sessions need \"id\" and \"started_at\"");
    return std::nullopt;
  }
  session.id = *id;
  session.started = *started;
  session.domain_type = snake_form(reader.text("domain_type").value_or(""));
  session.dry_run = reader.boolean("dry_run");
  read_kind(reader, notes, session);
  read_times(reader, notes, session);
  read_outcome(reader, notes, session);
  check_sum(session, notes);
  reader.finish();
  return session;
}

}  // namespace

void read_outcome(ObjectReader& reader, NoteList& notes, Session& session) {
  session.fetched = count(reader, "records_fetched", notes);
  session.error_message = reader.text("error_message").value_or("");
  read_statistics(reader, notes, session);
  read_analysis(reader, notes, session);
  const auto status = reader.text("status");
  session.status = status ? normalise(*status, status_names, "session status", notes) : infer_status(session);
}

SessionHistory read_sessions(const JsonDocument& document, std::vector<Diagnostic>& notes) {
  NoteList list(document.name, notes);
  ObjectReader reader(*document.root, "export", list);
  reader.pass_over({"format", "version", "integration_id", "exported_at"});
  SessionHistory history;
  history.document = document.name;
  history.complete = reader.boolean("complete").value_or(false);
  history.reset_at = reader.time("sync_state_reset_at");
  if (const auto* range = reader.object("range")) {
    ObjectReader times(*range, "range", list);
    history.from = times.time("from");
    history.to = times.time("to");
    times.finish();
  }
  for (const auto* entry : reader.objects("sessions")) {
    if (auto session = read_session(*entry, list)) history.sessions.push_back(std::move(*session));
  }
  std::ranges::sort(history.sessions, [](const Session& a, const Session& b) {
    return std::pair(a.started, std::string_view(a.id)) < std::pair(b.started, std::string_view(b.id));
  });
  reader.finish();
  if (history.sessions.empty()) {
    list.add(
        "X009",
        "there are no sessions: not yet run, disabled, or the history was reset; this does not prove that it never synced");
  }
  return history;
}

}  // namespace syncdx::evidence
