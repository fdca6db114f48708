// What one case's logs showed, in bounded memory, as a commutative monoid: `merge` is associative and commutative, a
// default-constructed LogEvidence of the same rules is its neutral element. So a log may be cut anywhere between lines, scanned
// in any order by any number of threads, and merged to the same value. Test: tests/property/evidence_test.cpp.
#pragma once

#include "evidence/time_buckets.hpp"
#include "logs/line.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::evidence {

// Where a line stands. Ordered by source, then by offset.
struct Place {
  std::size_t source = 0;    // index into the inputs' sources
  std::uint64_t offset = 0;  // of the line's first byte
  std::uint64_t line = 0;    // 1-based
  auto operator<=>(const Place&) const = default;
};

// Whether a kept line is as the log has it, or masked already (it came from another process, or from disk).
enum class SampleForm { raw, masked };

// A line kept to be shown: raw bytes (not yet redacted) or masked ones, at most sample_bytes of them.
struct Sample {
  static constexpr std::size_t sample_bytes = std::size_t{16} * 1024;
  Place place;
  std::string text;
  std::size_t match = 0;  // where in `text` the pattern first matched
  std::optional<logs::TimePoint> time;
  SampleForm form = SampleForm::raw;
  auto operator<=>(const Sample&) const = default;
};

// The `limit` smallest of all samples that were added, sorted by place.
class FirstSamples {
 public:
  explicit FirstSamples(std::size_t limit) : limit_(limit) {}
  [[nodiscard]] bool wants(const Place& place) const { return kept_.size() < limit_ || place < kept_.back().place; }
  void add(Sample sample);
  void merge(const FirstSamples& other);
  [[nodiscard]] const std::vector<Sample>& kept() const noexcept { return kept_; }
  bool operator==(const FirstSamples&) const = default;

 private:
  std::size_t limit_;
  std::vector<Sample> kept_;
};

// What one symptom's patterns showed.
struct SymptomEvidence {
  std::uint64_t lines = 0;  // hit lines that count
  std::uint64_t loud = 0;   // of these, those that are not mere information (no level, warning and above, or an error line)
  std::optional<Place> first;
  std::optional<Place> last;
  std::optional<Place> last_loud;  // the last of the loud ones
  bool last_handled = false;       // the last loud hit line says itself that its error was handled
  FirstSamples samples{3};
  TimeBuckets times;  // only for symptoms with a time window

  void merge(const SymptomEvidence& other);
  bool operator==(const SymptomEvidence&) const = default;
};

// The places of lines of one role; the latest `capacity` of them.
struct LatestPlaces {
  static constexpr std::size_t capacity = 1024;
  std::vector<Place> places;  // ascending

  void add(const Place& place);
  void merge(const LatestPlaces& other);
  bool operator==(const LatestPlaces&) const = default;
};

struct LogEvidence {
  LogEvidence() = default;
  LogEvidence(std::size_t symptom_count, std::size_t platform_count)
      : symptoms(symptom_count), platform_lines(platform_count) {}

  std::vector<SymptomEvidence> symptoms;      // one per symptom of the rules, by index
  std::vector<std::uint64_t> platform_lines;  // lines that name each platform, by index
  LatestPlaces handled;                       // lines that say that an error is retried, skipped, ignored
  FirstSamples unmatched{24};                 // error lines that no symptom explains
  std::uint64_t unmatched_lines = 0;

  void merge(const LogEvidence& other);
  bool operator==(const LogEvidence&) const = default;
};

}  // namespace syncdx::evidence
