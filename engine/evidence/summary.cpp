#include "evidence/summary.hpp"

#include <algorithm>
#include <iterator>

namespace syncdx::evidence {

void FirstSamples::add(Sample sample) {
  if (!wants(sample.place)) return;
  const auto at = std::ranges::lower_bound(kept_, sample);
  if (at != kept_.end() && *at == sample) return;
  kept_.insert(at, std::move(sample));
  if (kept_.size() > limit_) kept_.pop_back();
}

void FirstSamples::merge(const FirstSamples& other) {
  for (const auto& sample : other.kept_) add(sample);
}

void SymptomEvidence::merge(const SymptomEvidence& other) {
  lines += other.lines;
  loud += other.loud;
  if (other.first && (!first || *other.first < *first)) first = other.first;
  if (other.last && (!last || *last < *other.last)) last = other.last;
  if (other.last_loud && (!last_loud || *last_loud < *other.last_loud)) {
    last_loud = other.last_loud;
    last_handled = other.last_handled;
  }
  samples.merge(other.samples);
  times.merge(other.times);
}

void LatestPlaces::add(const Place& place) {
  const auto at = std::ranges::lower_bound(places, place);
  if (at != places.end() && *at == place) return;
  if (places.size() < capacity) {
    places.insert(at, place);
  } else if (at != places.begin()) {
    // Drop the earliest to make room.
    std::move(std::next(places.begin()), at, places.begin());
    *std::prev(at) = place;
  }
}

void LatestPlaces::merge(const LatestPlaces& other) {
  for (const auto& place : other.places) add(place);
}

void LogEvidence::merge(const LogEvidence& other) {
  symptoms.resize(std::max(symptoms.size(), other.symptoms.size()));
  platform_lines.resize(std::max(platform_lines.size(), other.platform_lines.size()));
  for (std::size_t i = 0; i < other.symptoms.size(); ++i) symptoms[i].merge(other.symptoms[i]);
  for (std::size_t i = 0; i < other.platform_lines.size(); ++i) platform_lines[i] += other.platform_lines[i];
  handled.merge(other.handled);
  unmatched.merge(other.unmatched);
  unmatched_lines += other.unmatched_lines;
}

}  // namespace syncdx::evidence
