// The history of sync sessions as Tether exports it, read and normalised, and the facts that follow from it alone.
#pragma once

#include "evidence/tether_document.hpp"
#include "evidence/tether_export.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::evidence {

// One session. Enumerated values are in snake_case, unknown ones kept; empty text means "not said".
struct Session {
  std::string id;
  std::string domain_type;
  std::string trigger;  // scheduled, manual
  std::string mode;     // incremental, full
  std::string status;   // completed, completed_with_errors, failed, in_progress, ...
  std::optional<bool> dry_run;
  std::chrono::sys_seconds started;
  std::optional<std::chrono::sys_seconds> completed;
  std::optional<double> duration_seconds;
  std::optional<double> fetched;  // these four count records
  std::optional<double> success;
  std::optional<double> failed;
  std::optional<double> skipped;
  std::optional<double> unmapped_skus;
  std::optional<double> unmapped_channels;
  std::string error_message;
  std::vector<std::string> top_errors;  // most frequent first

  [[nodiscard]] bool in_progress() const { return status == "in_progress"; }
  [[nodiscard]] bool good() const { return status == "completed"; }
  [[nodiscard]] bool bad() const { return !good() && !in_progress() && !status.empty(); }
};

struct SessionHistory {
  std::string document;
  std::vector<Session> sessions;  // by start, then id
  bool complete = false;          // all sessions between `from` and `to`
  bool from_first = false;        // all sessions from the integration's first on
  std::optional<std::chrono::sys_seconds> from;
  std::optional<std::chrono::sys_seconds> to;
  std::optional<std::chrono::sys_seconds> reset_at;
};

// Reads a tether-sessions export. A session without an id or start is left out with a note (X012).
[[nodiscard]] SessionHistory read_sessions(const JsonDocument& document, std::vector<Diagnostic>& notes);

// The position of the session to diagnose (see read_exports); nothing if there is none.
[[nodiscard]] std::optional<std::size_t> find_diagnosed(const SessionHistory& history);

// The start of the run of bad sessions of the diagnosed one's domain type that ends with it; nothing if it is not bad.
[[nodiscard]] std::optional<std::chrono::sys_seconds> first_bad_start(const SessionHistory& history, std::size_t diagnosed);

// Facts `session.*`, `history.*` and those `alerts.*` that need sessions only, with the usual limits.
void add_session_facts(const SessionHistory& history, std::size_t diagnosed, Facts& facts);

// The totals of one session under their fact names; what it does not say is left out. For exports and for log end lines.
void add_totals(const Session& session, const std::string& source, Facts& facts);

// Status, totals and error analysis of a session-like JSON object; shared by the export and the log's end line.
void read_outcome(ObjectReader& reader, NoteList& notes, Session& session);

}  // namespace syncdx::evidence
