// Many logs at once: years of sessions, interleaved or one a file, scanned, told apart and diagnosed one by one, and what they
// say together. Three steps, each also a command of its own, so that a cluster can run them:
//
//   scan    logs -> evidence, one record per session and stretch of a log; records of any cut of the logs
//   shuffle records of one session together (a sort of lines does)
//   merge   evidence -> one diagnosis per session, and the summary
//
// `run` is all three on one machine. The result depends on the logs' content, the rules and the mask key only: not on threads,
// block size, memory bounds, or the order of the records.
//
// A Batch is immutable: const calls are safe from many threads. It reads and writes only the files that it is told to.
#pragma once

#include "syncdx/diagnostic.hpp"
#include "syncdx/engine.hpp"
#include "syncdx/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::batch {

// How a session went, by its diagnosis.
enum class Outcome {
  healthy,      // no issue is likely (first issue below 1/2) and every error seen, if any, is not worth a word
  recovered,    // errors were seen, but no issue is likely: the session survived them, or says that it ended well
  failed,       // an issue is likely (1/2 or more)
  unexplained,  // no issue is likely, but the session ended in an error, or did not end well and has errors no rule explains
  unfinished,   // no issue is likely, but the session's end was not seen
};

[[nodiscard]] constexpr std::string_view name_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::healthy:
      return "healthy";
    case Outcome::recovered:
      return "recovered";
    case Outcome::failed:
      return "failed";
    case Outcome::unexplained:
      return "unexplained";
    case Outcome::unfinished:
      break;
  }
  return "unfinished";
}

// Sessions by outcome.
struct OutcomeCounts {
  std::uint64_t healthy = 0;
  std::uint64_t recovered = 0;
  std::uint64_t failed = 0;
  std::uint64_t unexplained = 0;
  std::uint64_t unfinished = 0;

  [[nodiscard]] std::uint64_t total() const noexcept { return healthy + recovered + failed + unexplained + unfinished; }
  bool operator==(const OutcomeCounts&) const = default;
};

// A line that shows something, masked and shortened.
struct ExampleLine {
  std::string session;
  std::string source;  // file, "stdin", archive/member
  std::uint64_t line = 0;
  std::string time;  // RFC 3339 UTC; empty if not known
  std::string text;
};

// From the finest to the widest.
enum class BucketWidth { minute, five_minutes, quarter_hour, hour, six_hours, day, week, month, year };

[[nodiscard]] constexpr std::string_view name_of(BucketWidth width) noexcept {
  switch (width) {
    case BucketWidth::minute:
      return "minute";
    case BucketWidth::five_minutes:
      return "five_minutes";
    case BucketWidth::quarter_hour:
      return "quarter_hour";
    case BucketWidth::hour:
      return "hour";
    case BucketWidth::six_hours:
      return "six_hours";
    case BucketWidth::day:
      return "day";
    case BucketWidth::week:
      return "week";
    case BucketWidth::month:
      return "month";
    case BucketWidth::year:
      break;
  }
  return "year";
}

// Sessions that began in one stretch of time, by outcome, and the failed ones by cause.
struct TimeBucket {
  // UTC. "2026-11-20": the day, the week's Monday, the month's or year's first day; below a day "2026-11-20T14:15:00Z".
  std::string begin;
  OutcomeCounts outcomes;
  std::vector<std::uint64_t> by_cause;  // failed sessions, parallel to BatchSummary::causes
  bool operator==(const TimeBucket&) const = default;
};

struct PlatformCount {
  std::string name;
  std::uint64_t sessions = 0;
};

// A cause that is the likeliest one of failed sessions; the most frequent one first, ties by id.
struct CauseCount {
  std::string id;
  std::string issue;
  std::string issue_title;
  std::string platform;                  // the rule's: "any", "shopify", ...
  std::vector<PlatformCount> platforms;  // the sessions', the most frequent first
  std::string title;
  std::uint64_t sessions = 0;
  double mean_probability = 0;
  std::string first_time;  // of the sessions' begins; RFC 3339 UTC, empty if not known
  std::string last_time;
  std::string first_step;                 // title of the step that is most often the first advice; may be empty
  std::uint64_t first_step_sessions = 0;  // in which it is
  ExampleLine example;  // of a session with that advice, the one in which the cause is likeliest; text empty if none quotes one
};

// One platform or one entity ("sales_orders", a stream's name): its sessions and most frequent causes.
struct GroupCount {
  std::string name;  // platform id; entity as the log names it, "" where it names none
  OutcomeCounts outcomes;
  std::uint64_t retries = 0;            // lines that say that an error is retried
  std::vector<std::uint64_t> by_cause;  // parallel to BatchSummary::causes
  double median_seconds = 0;            // duration of the sessions whose begin and end are dated; 0 if there is none
};

struct SlowSession {
  std::string session;
  std::string platform;
  std::string entity;
  Outcome outcome = Outcome::healthy;
  std::string started;  // RFC 3339 UTC
  double seconds = 0;
  double usual_seconds = 0;  // median of the same platform and entity
  std::string cause;         // of a failed session: "issue/cause" of the likeliest; else empty
};

// The guide's alerts: F1 a sync failed, F2 too many errors in a session, F3 a run is late or missing, F4 counts do not match;
// and runs of one integration and entity that overlap, which is how duplicates come about.
enum class AlertKind { sync_failed, error_threshold, sync_delayed, data_discrepancy, overlapping_runs };

[[nodiscard]] constexpr std::string_view name_of(AlertKind kind) noexcept {
  switch (kind) {
    case AlertKind::sync_failed:
      return "sync_failed";
    case AlertKind::error_threshold:
      return "error_threshold";
    case AlertKind::sync_delayed:
      return "sync_delayed";
    case AlertKind::data_discrepancy:
      return "data_discrepancy";
    case AlertKind::overlapping_runs:
      break;
  }
  return "overlapping_runs";
}

struct Alert {
  AlertKind kind = AlertKind::sync_failed;
  std::string guide;    // "F1" .. "F4"; "A4" for overlapping runs
  std::string session;  // the session it is about; for a gap, the one after it
  std::string other;    // the session before the gap, the overlapped one; else empty
  std::string platform;
  std::string integration;  // empty where the logs name none
  std::string entity;       // empty where the alert is of the whole integration
  std::string time;         // RFC 3339 UTC; empty if not known
  std::string detail;       // one sentence: "no run for 3 h 10 min; usual is 1 h"
};

struct AlertCount {
  AlertKind kind = AlertKind::sync_failed;
  std::uint64_t count = 0;
};

// An error line that no rule explains, with its like: digits and ids do not count. For `syncdx gaps` the whole way.
struct UnexplainedError {
  std::uint64_t sessions = 0;
  std::uint64_t lines = 0;  // of those that were kept
  ExampleLine example;
};

// An input that was not, or not wholly, examined.
struct InputProblem {
  std::string input;
  std::string code;  // "L002"
  std::string message;
  std::string help;
};

// Sessions that are alike in all that the report filters by. The counts of all cells sum to BatchSummary::sessions.
struct Cell {
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t bucket = none;    // index into BatchSummary::buckets; none: undated or outlying
  std::uint32_t platform = none;  // index into BatchSummary::platforms
  std::uint32_t entity = none;    // index into BatchSummary::entities
  std::uint32_t cause = none;     // index into BatchSummary::causes; none unless failed
  Outcome outcome = Outcome::healthy;
  std::uint64_t sessions = 0;
  bool operator==(const Cell&) const = default;
};

// All that summary.json and report.html say. Lists are sorted best first, ties by id, so equal inputs give equal bytes.
struct BatchSummary {
  std::string rules_hash;  // of the rules' content
  std::uint64_t inputs = 0;
  std::uint64_t bytes = 0;  // after expansion
  std::uint64_t lines = 0;
  std::uint64_t lines_without_session = 0;  // in logs with session keys, before the first key
  std::uint64_t sessions = 0;
  bool interrupted = false;             // stopped before the end: only sessions that were complete by then
  std::uint64_t sessions_left_out = 0;  // since they were under way then, or not diagnosed yet
  std::string first_time;               // of the first session's begin; RFC 3339 UTC, empty if nothing is dated
  std::string last_time;                // of the last session's end
  std::uint64_t sessions_in_doubt = 0;  // of damaged inputs; in diagnoses.jsonl only, not in any other count here
  OutcomeCounts outcomes;

  BucketWidth bucket_width = BucketWidth::day;  // minutes over an hour, hours over days, weeks over a year
  std::vector<TimeBucket> buckets;              // by time, without holes; undated and outlying sessions are in none
  std::uint64_t undated_sessions = 0;
  std::uint64_t outlying_sessions = 0;  // few, and years from all others: a clock was wrong

  std::vector<CauseCount> causes;
  std::vector<GroupCount> platforms;  // most sessions first
  std::vector<GroupCount> entities;
  std::vector<Cell> cells;  // those with sessions, sorted by bucket, platform, entity, cause, outcome

  std::uint64_t retries = 0;             // lines that say that an error is retried, skipped or ignored
  std::uint64_t sessions_retried = 0;    // sessions with any
  std::uint64_t sessions_recovered = 0;  // sessions in which an error was survived, whatever came of the session

  std::vector<SlowSession> slowest;  // up to 20
  std::vector<AlertCount> alerts;    // of each kind
  std::vector<Alert> latest_alerts;  // the latest 50 of each kind, latest first
  std::uint64_t unexplained_lines = 0;
  std::vector<UnexplainedError> unexplained;  // up to 50, most sessions first
  std::vector<InputProblem> problems;         // up to 200, by input
  std::uint64_t problem_count = 0;
};

// One session's diagnosis, and what a batch knows of it besides.
struct SessionDiagnosis {
  Diagnosis diagnosis;
  Outcome outcome = Outcome::healthy;
  std::string entity;
  std::string integration;  // whose it is, as a line of its start names it: an integration, a connection, a store; may be empty
  std::string started;      // RFC 3339 UTC, of the first line; empty if that has no time
  std::string ended;        // of the last line
  double seconds = 0;       // from started to ended; 0 where one is missing
  std::uint64_t lines = 0;
  std::uint64_t retries = 0;     // lines that say that an error is retried, skipped or ignored
  bool recovered = false;        // an error was survived
  bool too_many_errors = false;  // alert F2, by the session's totals
  bool counts_differ = false;    // alert F4, by the session's totals
  bool in_doubt = false;         // lines of it were unpacked from damaged bytes: they may be garbled, the session an invention
};

enum class Detail {
  slim,  // the likeliest causes with their strongest evidence, the first steps
  full,  // all that a diagnosis has, but of each finding the first line only
};

// What is scanned is a part of a log, other parts of which are scanned apart.
struct LogPart {
  std::string log;           // its name
  std::uint64_t offset = 0;  // where in it the part begins: the parts are put in this order
};

struct ScanOptions {
  std::vector<std::string> paths;  // files, folders (recursive), globs, "-" for standard input
  std::string session_key{};       // a field's name or a regular expression; empty: what is known
  bool one_session = false;        // each log is one, whatever its lines name
  unsigned threads = 1;            // that scan
  std::size_t block_bytes = std::size_t{1} << 20U;
  std::size_t max_open_sessions = 20000;  // per input being read; beyond it evidence leaves memory
  std::uint64_t mask_key = 0;             // equal keys give equal masks
  std::optional<LogPart> part{};          // the one input, not packed in an archive, is this (scan only)
};

struct MergeOptions {
  std::string out;  // folder
  Detail detail = Detail::slim;
  std::uint64_t mask_key = 0;
  unsigned threads = 1;
  std::string platform{};                           // empty: detect
  std::size_t sort_bytes = std::size_t{64} << 20U;  // memory for bringing sessions together
};

// Where a run is. Told now and then, from any thread, never two at once.
struct Progress {
  enum class Stage { scanning, diagnosing };
  Stage stage = Stage::scanning;
  std::uint64_t inputs_done = 0;
  std::uint64_t inputs = 0;
  std::uint64_t bytes_read = 0;    // of the inputs as they are on disk
  std::uint64_t bytes_total = 0;   // 0 if not known (standard input)
  std::uint64_t sessions = 0;      // seen, or diagnosed; one that comes back after a long silence is seen twice
  std::uint64_t with_errors = 0;   // of those seen
  std::uint64_t failed = 0;        // of those diagnosed
  std::uint64_t records_done = 0;  // of evidence, while diagnosing
  std::uint64_t records = 0;
};

// What the caller lends. All may be empty.
struct Callbacks {
  std::function<void(const Progress&)> progress{};
  std::function<bool()> stop{};                                         // true: write what is complete
  std::function<std::string(const SessionDiagnosis&)> print_session{};  // one line of JSON, without its newline
  std::function<std::string(const BatchSummary&)> print_summary{};      // summary.json
  std::function<std::string(const BatchSummary&)> print_page{};         // report.html
  std::function<void(const Diagnostic&)> warn{};  // of the run as a whole (B013, B014); never two calls at once
};

enum class Start { anew, resume };

class Batch {
 public:
  Batch(Batch&&) noexcept;
  Batch& operator=(Batch&&) noexcept;
  ~Batch();

  // As Engine::load.
  [[nodiscard]] static Checked<Batch> load(const EngineOptions& options);

  // Evidence of all inputs, masked, one line each with its newline, in no particular order; `sink` is never called twice at
  // once and returns false to stop. Fails before anything is read, if no path can be read at all (L001) or the options do not
  // go together (B001).
  [[nodiscard]] Result<void> scan(const ScanOptions& options, const Callbacks& callbacks,
                                  const std::function<bool(std::string_view)>& sink) const;

  // Evidence from files ("-": standard input) to OUT/diagnoses.jsonl, summary.json and report.html (those that callbacks can
  // print). Fails on evidence that cannot be read (B002 to B004), on output that cannot be written, or is being written by
  // another run (B005), if it is stopped before all evidence is read (B009), and on a platform that no rule knows (C007).
  [[nodiscard]] Result<BatchSummary> merge(const std::vector<std::string>& evidence, const MergeOptions& options,
                                           const Callbacks& callbacks) const;

  // Both. What is not finished lives in OUT/.unfinished until it is; with Start::resume inputs that were finished there are not
  // read again (B006 if the rules or options are others).
  [[nodiscard]] Result<BatchSummary> run(const ScanOptions& scan, const MergeOptions& merge, Start start,
                                         const Callbacks& callbacks) const;

 private:
  struct Impl;
  explicit Batch(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::batch
