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

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::batch {

// A line kept to be shown or read again.
struct KeptLine {
  std::uint64_t ordinal = 0;  // within the session
  std::uint64_t line = 0;     // in the source, 1-based
  std::optional<logs::TimePoint> time;
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
  bool operator==(const SymptomTrace&) const = default;
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
  std::uint64_t offset = 0;  // of its first line in the source
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  std::optional<logs::TimePoint> begin;  // of its first line
  std::optional<logs::TimePoint> end;    // of its last line
  std::string entity;                    // first one named: a domain type, a stream
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
