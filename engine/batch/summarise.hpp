// What many sessions say together. Sessions are added in one order (by name), so equal sessions give an equal summary. Memory
// grows by some 40 bytes a session (runs, for gaps and overlaps) and otherwise with what is listed.
#pragma once

#include "batch/piece_json.hpp"
#include "syncdx/batch.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
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
  static constexpr std::int64_t undated = -1;

  // How long sessions took, in steps of 2 %: medians in bounded memory.
  struct Durations {
    std::map<int, std::uint64_t> steps;
    void add(double seconds);
    [[nodiscard]] double median() const;
  };
  struct Series {  // of one platform and entity
    std::string platform;
    std::string entity;
    Durations durations;
  };
  struct Run {  // a dated session
    std::int64_t start = 0;
    std::int64_t end = 0;
    std::uint32_t series = 0;
    std::uint32_t name_length = 0;
    std::uint64_t name = 0;  // into names_
  };
  using Runs = std::deque<Run>;  // grows with the sessions: without copies, as a vector would
  struct CellKey {
    std::int64_t day = undated;
    std::string platform;
    std::string entity;
    std::string cause;  // "issue/cause", empty unless failed
    Outcome outcome = Outcome::healthy;
    auto operator<=>(const CellKey&) const = default;
  };
  struct CauseTally {
    CauseCount count;
    double probability_sum = 0;
    double best = -1;
  };
  struct ErrorTally {
    UnexplainedError error;
    std::uint64_t last_session = 0;
  };
  struct TimedAlert {
    std::int64_t second = 0;
    Alert alert;
  };

  std::uint32_t series_of(const std::string& platform, const std::string& entity);
  void add_cause(const SessionDiagnosis& session);
  void add_times(const SessionDiagnosis& session, std::int64_t start);
  void add_unexplained(const SessionDiagnosis& session);
  void add_alerts(const SessionDiagnosis& session, std::int64_t start);
  void alert(std::int64_t second, Alert alert);
  [[nodiscard]] std::string name_of_run(const Run& run) const {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(run.name);
    return {begin, begin + run.name_length};
  }
  // `latest`: when the last run but one of all series began.
  void check_series(const Runs::const_iterator& begin, const Runs::const_iterator& end, std::int64_t latest);
  void finish_buckets();
  void finish_slowest();
  void trim_alerts();

  BatchSummary summary_;
  std::map<CellKey, std::uint64_t> cells_;
  std::map<std::string, CauseTally> causes_;
  std::map<std::string, ErrorTally> errors_;
  std::map<std::string, std::uint32_t> series_numbers_;
  std::vector<Series> series_;
  std::map<std::string, std::uint64_t> platform_retries_;
  std::map<std::string, std::uint64_t> entity_retries_;
  std::map<std::string, Durations> platform_durations_;
  std::map<std::string, Durations> entity_durations_;
  Runs runs_;
  std::deque<char> names_;
  std::vector<SlowSession> slow_;
  std::vector<TimedAlert> alerts_;
  std::map<AlertKind, std::uint64_t> alert_counts_;
  std::map<std::string, InputRecord> inputs_;
};

}  // namespace syncdx::batch
