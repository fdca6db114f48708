// Tether's exports (an integration's snapshot, a history of sessions) and the end line of its session log as named facts, the
// third kind of evidence beside log lines and answers. The formats are the project's own: JSON with `"format":
// "tether-integration"` or `"tether-sessions"`. The names and meanings of all facts are in rules/fact_names.hpp. Reading is
// tolerant: unknown members and values, members of the wrong type and figures that contradict each other become notes, never
// errors. A fact is given only if the export says enough for it: nothing is concluded from a list that was not read whole.
#pragma once

#include "logs/input.hpp"
#include "rules/model.hpp"
#include "syncdx/result.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::evidence {

struct Fact {
  rules::FactValue value;
  std::string source;  // "sessions.json, session ex-9044"
};

using Facts = std::map<std::string, Fact, std::less<>>;

struct ExportFacts {
  Facts facts;
  std::string session_id;             // of the diagnosed session; empty if no sessions were given
  std::string platform;               // "shopify", from the integration's external service; empty if not known
  bool session_log_complete = false;  // the snapshot lists "session_log" as read whole
  std::vector<std::string> messages;  // error texts inside the exports, to be scanned like log lines; at most 100, no newlines
  std::vector<Diagnostic> notes;      // X004-X012, severity note, in the order of reading
};

// Reads the exports that are there (both may be missing: no facts). The diagnosed session is the newest one that went wrong
// among the newest finished sessions of each domain type, or else the newest of all. `now` is only used where the exports do
// not say when they were made. Errors: X001 (no valid JSON, with line and column), X002 (nested too deep), X003 (another
// format), X005 (a required member is missing).
[[nodiscard]] Result<ExportFacts> read_exports(const std::optional<logs::Document>& integration,
                                               const std::optional<logs::Document>& sessions, std::chrono::sys_seconds now);

// Adds the totals of a session log's last line, `{"kind":"end", ...}`, as session facts where the exports gave none. A line
// that is no such line is left alone.
void add_log_end_facts(std::string_view end_line, ExportFacts& facts);

// The same for a line of any other log that counts records in words: "fetched 412, saved 300, failed 0, skipped 2". A line that
// does not tell how many were fetched and two of the others is left alone.
void add_plain_totals(std::string_view line, ExportFacts& facts);

}  // namespace syncdx::evidence
