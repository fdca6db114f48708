#include "evidence/collect.hpp"

#include "logs/block_cutter.hpp"
#include "logs/look_back.hpp"

#include <variant>

namespace syncdx::evidence {

std::optional<logs::TimePoint> time_of_line(std::string_view before, std::string_view line) {
  std::optional<logs::TimePoint> time;
  (void)logs::look_back(before, line, [&](std::string_view each) { return (time = logs::find_time(each)).has_value(); });
  return time;
}

Sample make_sample(const Place& place, std::string_view line, std::size_t match, std::optional<logs::TimePoint> time) {
  // A window around the match where the line is very long.
  const std::size_t start = match > Sample::sample_bytes / 2 ? match - Sample::sample_bytes / 2 : 0;
  return {place, std::string(line.substr(start, Sample::sample_bytes)), match - start, time};
}

// The hits of one line; `begin` and `end` into the block's fresh bytes.
struct Collector::LineHits {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::span<const match::LineHit> hits;
};

Collector::Collector(const CollectPlan& plan)
    : plan_(plan),
      scanner_(plan.program()),
      judge_(plan),
      evidence_(plan.rules().symptoms.size(), plan.rules().platforms.size()) {}

void Collector::add(const logs::Block& block) {
  const std::string_view fresh = block.fresh();
  const auto hits = scanner_.scan(fresh);
  std::uint64_t line_number = block.first_line;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < hits.size();) {
    std::size_t next = i + 1;
    while (next < hits.size() && hits[next].line_begin == hits[i].line_begin) ++next;
    const std::size_t begin = hits[i].line_begin;
    line_number += logs::count_newlines(fresh.substr(counted, begin - counted));
    counted = begin;
    add_line(block, {begin, hits[i].line_end, hits.subspan(i, next - i)}, line_number);
    i = next;
  }
}

void Collector::add_line(const logs::Block& block, const LineHits& hits, std::uint64_t line_number) {
  const auto& rules = plan_.rules();
  const std::string_view line = block.fresh().substr(hits.begin, hits.end - hits.begin);
  const Place place{block.source, block.offset + hits.begin, line_number};
  const auto& judged = judge_.judge(line, hits.hits);
  for (const auto platform : judged.platforms) ++evidence_.platform_lines[platform];
  if (judged.handled) evidence_.handled.add(place);
  const auto time_here = [&] {
    return time_of_line(std::string_view(block.bytes).substr(0, block.context + hits.begin), line);
  };
  const auto sample = [&](const match::LineHit& hit) {
    return make_sample(place, line, judge_.place_of(hit, line), time_here());
  };
  if (judged.unmatched) {
    ++evidence_.unmatched_lines;
    if (evidence_.unmatched.wants(place)) evidence_.unmatched.add(sample(hits.hits.front()));
  }
  for (const auto& [symptom, hit] : judged.seen) {
    auto& entry = evidence_.symptoms[symptom];
    ++entry.lines;
    entry.loud += judged.loud ? 1 : 0;
    if (!entry.first || place < *entry.first) entry.first = place;
    if (!entry.last || *entry.last < place) entry.last = place;
    if (judged.loud && (!entry.last_loud || *entry.last_loud < place)) {
      entry.last_loud = place;
      entry.last_handled = judged.handled;
    }
    if (entry.samples.wants(place)) entry.samples.add(sample(hit));
    if (std::get<rules::LogSymptom>(rules.symptoms[symptom].source).within_seconds) {
      const auto time = time_here();
      if (time) entry.times.add(std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count());
    }
  }
}

}  // namespace syncdx::evidence
