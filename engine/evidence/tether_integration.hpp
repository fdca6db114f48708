// An integration's settings as Tether exports them, read and normalised, and the facts that follow from them.
#pragma once

#include "evidence/tether_document.hpp"
#include "evidence/tether_export.hpp"
#include "evidence/tether_sessions.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncdx::evidence {

struct Schedule {
  std::string cron;       // as written; empty if none
  std::string timezone;   // IANA name; empty means UTC
  std::string frequency;  // hourly, daily, real_time; empty if not said
};

struct Filter {
  std::string domain_type;
  std::string field;
  std::string origin;  // built_in or user; empty if not said
};

struct FieldMapping {
  std::string domain_type;
  std::string target;  // the Tether field, in plain form
  std::optional<bool> unique_key;
};

struct Credentials {
  std::string method;
  std::optional<std::chrono::sys_seconds> authorized_at;
  std::optional<std::chrono::sys_seconds> expires_at;
  std::optional<double> missing_fields;  // listed, but not present
};

struct Channel {
  std::string id;
  std::optional<bool> active;
  std::set<std::string> integrations;  // ids
};

struct OtherIntegration {
  std::string id;
  std::string service;
  std::optional<bool> enabled;
  std::set<std::string> channels;  // ids
  std::set<std::string> capabilities;
};

struct Change {
  std::chrono::sys_seconds at;
  std::string what;  // credentials, mapping, schedule, ... in plain form
};

struct Integration {
  std::string document;
  std::set<std::string, std::less<>> whole;  // the parts that were read whole, in snake_case
  std::optional<std::chrono::sys_seconds> exported_at;
  std::string exported_by_role;
  std::string id;
  std::string service;  // "shopify", in snake_case
  std::string status;   // connected, paused, error, disconnected, ...; empty if not known
  std::optional<bool> enabled;
  std::optional<bool> dry_run;
  std::optional<std::chrono::sys_seconds> created_at;
  std::string error_message;
  std::optional<Schedule> schedule;
  std::optional<std::chrono::sys_seconds> last_sync;
  std::optional<std::chrono::sys_seconds> next_sync;
  std::optional<std::chrono::sys_seconds> history_from;
  std::optional<double> history_days;
  std::set<std::string> capabilities;
  std::vector<Filter> filters;
  std::vector<FieldMapping> mappings;
  std::optional<Credentials> credentials;
  std::optional<double> marketplaces;  // number of them
  std::optional<bool> fba;
  std::vector<Channel> channels;
  std::vector<OtherIntegration> others;
  std::vector<Change> changes;
  std::optional<double> error_limit;        // of the alert error_threshold, records
  std::optional<double> delay_limit;        // of sync_delayed, minutes
  std::optional<double> discrepancy_limit;  // of data_discrepancy, percent
  std::optional<std::chrono::sys_seconds> trouble_since;

  [[nodiscard]] bool has_whole(std::string_view part) const { return whole.contains(part); }
};

// Reads a tether-integration export. Error: X005 if the external service is missing.
[[nodiscard]] Result<Integration> read_integration(const JsonDocument& document, std::vector<Diagnostic>& notes);

// The times that facts about settings are measured against.
struct Moments {
  std::chrono::sys_seconds snapshot;                   // when the exports were made
  std::chrono::sys_seconds session;                    // start of the diagnosed session, or the snapshot's time
  std::chrono::sys_seconds first_bad;                  // when the trouble began as far as known, or `session`
  std::optional<std::chrono::sys_seconds> last_fetch;  // start of the newest session that fetched anything
};

// Facts `integration.*`, `credentials.*`, `filters.*`, `mappings.*`, `channels.*`, `changes.*`, ...; `session_domain` is the
// diagnosed session's domain type, empty if not known.
void add_integration_facts(const Integration& integration, const Moments& moments, const std::string& session_domain,
                           Facts& facts);

// Facts `schedule.*` and alerts.sync_delayed; `history` may be null. Cron faults and foreign time zones are noted (X010, X011).
void add_schedule_facts(const Integration& integration, const SessionHistory* history, const Moments& moments,
                        ExportFacts& facts);

}  // namespace syncdx::evidence
