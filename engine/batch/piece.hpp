// What one session's lines in one stretch of one source showed: the record that scan writes and merge reads. Sparse: only
// symptoms that were hit. Lines are numbered within the session ("ordinal", from 0), so a session reads the same whether its
// lines stand alone or among those of others.
//
// Pieces of one session and source form a monoid under `append` of what follows; several sources of a session are put one
// behind the other in the order of their times (batch/session.hpp). Nothing is masked here yet (batch/piece_json.hpp).
#pragma once

#include "evidence/collect.hpp"
#include "evidence/time_buckets.hpp"
#include "logs/line.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::batch {

// Where the search for a line's time met the beginning of a part of a log: that many lines and bytes before the line. The part
// before it may tell (batch/part_table.hpp).
struct OpenTime {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  bool operator==(const OpenTime&) const = default;
};

// When a line was written; none if neither it nor the lines before it say so.
struct LineTime {
  std::optional<logs::TimePoint> known;
  std::optional<OpenTime> open;  // only if not known
  bool operator==(const LineTime&) const = default;
};

// As evidence::TimeBuckets counts it: seconds since 1970.
[[nodiscard]] inline std::int64_t bucket_time(logs::TimePoint time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// What the lines behind a part may take their time from: the last dated line, `back` before the part's end; or, if the part is
// so short that they look over all of it, `back` is its length and `open` is set.
struct LastTime {
  std::optional<logs::TimePoint> known;
  OpenTime back;
  bool open = false;
  bool operator==(const LastTime&) const = default;
};

// A line kept to be shown or read again.
struct KeptLine {
  std::uint64_t ordinal = 0;  // within the session
  std::uint64_t line = 0;     // in the source, or in the part of it that was scanned; 1-based
  LineTime time;
  std::string text;
  std::size_t match = 0;  // where in `text` the pattern matched
  evidence::SampleForm form = evidence::SampleForm::raw;
  std::size_t source = 0;  // among a session's sources; set when these are put together
  bool operator==(const KeptLine&) const = default;
};

struct SymptomTrace {
  rules::SymptomIndex symptom = 0;
  std::uint64_t lines = 0;
  std::uint64_t loud = 0;
  std::uint64_t first = 0;  // ordinals
  std::uint64_t last = 0;
  std::optional<std::uint64_t> last_loud;
  bool last_handled = false;  // the last loud line
  std::vector<KeptLine> samples;
  evidence::TimeBuckets times;
  std::vector<OpenTime> open_times;  // of lines that are to be in `times`; open_kept at most
  bool operator==(const SymptomTrace&) const = default;

  static constexpr std::size_t open_kept = 32;  // more than there are lines to look back over
};

// An error line that no symptom explains. `index`: how many such lines came before it in the session.
struct UnmatchedLine {
  std::uint64_t index = 0;
  std::uint64_t kind = 0;  // keyed hash of what lines of its kind have in common
  KeptLine line;
  bool operator==(const UnmatchedLine&) const = default;
};

struct PlatformLines {
  std::size_t platform = 0;
  std::uint64_t lines = 0;
  bool operator==(const PlatformLines&) const = default;
};

struct Piece {
  std::string session;
  std::string source;
  std::uint64_t part = 0;    // where the part of the source that was scanned begins
  std::uint64_t offset = 0;  // of its first line in that part
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  LineTime begin{};                      // of its first line
  LineTime end{};                        // of its last line
  bool broken_off = false;               // the source is one session, and the reading was stopped in it
  std::string entity{};                  // first one named: a domain type, a stream
  std::string integration{};             // first one named: an integration, a connection, a store
  std::vector<SymptomTrace> symptoms;    // by symptom
  std::vector<PlatformLines> platforms;  // by platform
  std::vector<std::uint64_t> handled;    // ordinals, ascending; the latest handled_kept
  std::uint64_t handled_lines = 0;
  std::vector<UnmatchedLine>
      unmatched;  // by index; one of each kind among the first unmatched_looked_at, unmatched_kept at most
  std::uint64_t unmatched_lines = 0;

  static constexpr std::size_t handled_kept = 1024;
  static constexpr std::uint64_t unmatched_looked_at = 24;
  static constexpr std::size_t unmatched_kept = 5;

  bool operator==(const Piece&) const = default;
};

// How many lines are kept of each symptom: those that a diagnosis may quote or read totals from.
class SampleLimits {
 public:
  explicit SampleLimits(const rules::RuleSet& rules);
  [[nodiscard]] std::size_t of(rules::SymptomIndex symptom) const { return limits_[symptom]; }

 private:
  std::vector<std::size_t> limits_;
};

// `later` is of the same session and comes after `piece`.
void append(Piece& piece, Piece&& later, const SampleLimits& limits);

// Adds one unmatched line; true if its text is wanted (then `unmatched.back()` is it, without a text).
[[nodiscard]] bool add_unmatched(Piece& piece, std::uint64_t kind);

// The trace of `symptom`, made if there is none.
[[nodiscard]] SymptomTrace& trace_of(Piece& piece, rules::SymptomIndex symptom);

}  // namespace syncdx::batch
