// What many sessions say together. Sessions are added in one order (by name), so equal sessions give an equal summary. Memory
// grows by some 40 bytes a session (runs, for gaps and overlaps) and otherwise with what is listed.
#pragma once

#include "batch/piece_json.hpp"
#include "batch/time_cells.hpp"
#include "syncdx/batch.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace syncdx::batch {

class Summariser {
 public:
  explicit Summariser(std::string rules_hash);

  void add(const SessionDiagnosis& session);
  void add(const InputRecord& input);
  void leave_out(std::uint64_t sessions) { summary_.sessions_left_out += sessions; }

  [[nodiscard]] std::uint64_t sessions() const noexcept { return summary_.sessions; }
  [[nodiscard]] std::uint64_t failed() const noexcept { return summary_.outcomes.failed; }

  // The whole; nothing can be added afterwards.
  [[nodiscard]] BatchSummary finish() &&;

 private:
  // How long sessions took, in steps of 2 %: medians in bounded memory.
  struct Durations {
    std::map<int, std::uint64_t> steps;
    void add(double seconds);
    [[nodiscard]] double median() const;
  };
  struct Series {          // of one integration and entity; of one platform, too, where no integration is named
    std::string platform;  // of an integration: the first that its runs were found to be of
    std::string integration;
    std::string entity;
  };
  struct Run {  // a dated session
    std::int64_t start = 0;
    std::int64_t end = 0;
    std::uint32_t series = 0;
    std::uint32_t name_length = 0;
    std::uint64_t name = 0;  // into names_
  };
  using Runs = std::deque<Run>;  // grows with the sessions: without copies, as a vector would
  struct StepTally {             // of a cause's sessions with one first step
    std::uint64_t sessions = 0;
    double best = -1;  // probability of the cause in the example's session
    ExampleLine example;
  };
  struct CauseTally {
    CauseCount count;
    double probability_sum = 0;
    std::map<std::string, std::uint64_t> platforms;
    std::map<std::string, StepTally> first_steps;  // by title
  };
  struct ErrorTally {
    UnexplainedError error;
    std::uint64_t last_session = 0;
  };
  struct TimedAlert {
    std::int64_t second = 0;
    Alert alert;
  };
  struct Alerts {  // of one kind
    std::uint64_t count = 0;
    std::vector<TimedAlert> latest;
  };
  struct Schedule {            // seconds
    bool regular = false;      // most runs keep to it
    bool even = false;         // hardly any does not
    std::int64_t usual = 0;    // between two runs
    std::int64_t longest = 0;  // a longer interval is a delay
  };
  struct Timetable {
    std::span<const Run> runs;
    Schedule schedule;
    std::int64_t latest = 0;         // when the last run but one of all began
    std::span<const Run> meanwhile;  // if any: only delays count in which these went on, as usual
    std::int64_t usual_meanwhile = 0;
  };
  [[nodiscard]] static bool starts_before(const Run& a, const Run& b) {
    return a.start != b.start ? a.start < b.start : a.name < b.name;  // in the order of the sessions' names
  }

  std::uint32_t series_of(const SessionDiagnosis& session, const std::string& entity);
  void add_cause(const SessionDiagnosis& session);
  void add_times(const SessionDiagnosis& session, const std::string& entity, std::int64_t start);
  void add_unexplained(const SessionDiagnosis& session);
  void add_alerts(const SessionDiagnosis& session, std::int64_t start);
  void alert(std::int64_t second, Alert alert);
  [[nodiscard]] std::string name_of_run(const Run& run) const {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(run.name);
    return {begin, begin + run.name_length};
  }
  void check_runs();
  [[nodiscard]] std::int64_t latest_start() const;
  void check_group(std::vector<Run> runs, std::int64_t latest);
  void check_overlaps(std::span<const Run> runs);
  // By when runs begin, which are in this order; nullopt for too few runs to tell.
  [[nodiscard]] static std::optional<Schedule> schedule_of(std::span<const Run> runs);
  void check_delays(const Timetable& table);
  [[nodiscard]] Alert alert_of(AlertKind kind, std::string guide, const Run& run) const;
  [[nodiscard]] static CauseCount finish_cause(CauseTally tally);
  using CauseNumbers = std::map<std::string, std::uint32_t, std::less<>>;  // by key_of
  CauseNumbers finish_causes();
  void finish_groups(const CauseNumbers& causes);
  void finish_buckets(const CauseNumbers& causes);
  void finish_slowest();
  void finish_alerts();
  // The latest `most`, in order.
  static void trim(std::vector<TimedAlert>& alerts, std::size_t most);

  BatchSummary summary_;
  std::set<std::string> entities_;
  std::set<std::string> integrations_;
  TimeCells cells_;
  std::map<std::string, CauseTally> causes_;
  std::map<std::string, ErrorTally> errors_;
  std::map<std::string, std::uint32_t> series_numbers_;
  std::vector<Series> series_;
  std::map<std::string, std::uint64_t> platform_retries_;
  std::map<std::string, std::uint64_t> entity_retries_;
  std::map<std::string, Durations> platform_durations_;
  std::map<std::string, Durations> entity_durations_;
  std::map<std::string, Durations> usual_durations_;  // of a platform and entity
  Runs runs_;
  std::deque<char> names_;
  std::vector<SlowSession> slow_;
  std::map<AlertKind, Alerts> alerts_;
  std::map<std::string, InputRecord> inputs_;
};

}  // namespace syncdx::batch
