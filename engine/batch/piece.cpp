#include "batch/piece.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace syncdx::batch {
namespace {

void shift(KeptLine& line, std::uint64_t by) { line.ordinal += by; }

void append_trace(SymptomTrace& trace, SymptomTrace&& later, std::uint64_t by, std::size_t limit) {
  if (trace.lines == 0) trace.first = later.first + by;
  trace.lines += later.lines;
  trace.loud += later.loud;
  trace.last = later.last + by;
  if (later.last_loud) {
    trace.last_loud = *later.last_loud + by;
    trace.last_handled = later.last_handled;
  }
  for (auto& sample : later.samples) {
    if (trace.samples.size() >= limit) break;
    shift(sample, by);
    trace.samples.push_back(std::move(sample));
  }
  trace.times.merge(later.times);
  trace.open_times.insert(trace.open_times.end(), later.open_times.begin(), later.open_times.end());
}

bool wanted(const Piece& piece, std::uint64_t index, std::uint64_t kind) {
  return index < Piece::unmatched_looked_at && piece.unmatched.size() < Piece::unmatched_kept &&
         std::ranges::find(piece.unmatched, kind, &UnmatchedLine::kind) == piece.unmatched.end();
}

// Takes the lines out of `later`.
void append_unmatched(Piece& piece, Piece& later) {
  for (auto& unmatched : later.unmatched) {
    const auto index = unmatched.index + piece.unmatched_lines;
    if (!wanted(piece, index, unmatched.kind)) continue;
    unmatched.index = index;
    shift(unmatched.line, piece.lines);
    piece.unmatched.push_back(std::move(unmatched));
  }
  piece.unmatched_lines += later.unmatched_lines;
}

void append_handled(Piece& piece, const Piece& later) {
  for (const auto ordinal : later.handled) piece.handled.push_back(ordinal + piece.lines);
  if (piece.handled.size() > Piece::handled_kept) {
    const auto surplus = static_cast<std::ptrdiff_t>(piece.handled.size() - Piece::handled_kept);
    piece.handled.erase(piece.handled.begin(), std::next(piece.handled.begin(), surplus));
  }
  piece.handled_lines += later.handled_lines;
}

void append_platforms(Piece& piece, const Piece& later) {
  for (const auto& [platform, lines] : later.platforms) {
    const auto at = std::ranges::lower_bound(piece.platforms, platform, {}, &PlatformLines::platform);
    if (at != piece.platforms.end() && at->platform == platform) {
      at->lines += lines;
    } else {
      piece.platforms.insert(at, {platform, lines});
    }
  }
}

}  // namespace

SampleLimits::SampleLimits(const rules::RuleSet& rules) : limits_(rules.symptoms.size(), 0) {
  constexpr std::size_t ends_read = 3;  // as many as a diagnosis of a single log reads
  std::vector<rules::SymptomIndex> quoted;
  for (const auto& cause : rules.causes) {
    for (const auto& shown : cause.shows) quoted.push_back(shown.symptom);
  }
  for (std::size_t next = 0; next < quoted.size(); ++next) {  // grows: a composite is quoted by its parts
    const auto symptom = quoted[next];
    if (limits_[symptom] > 0) continue;
    limits_[symptom] = 1;
    const auto* composite = std::get_if<rules::CompositeSymptom>(&rules.symptoms[symptom].source);
    if (composite == nullptr) continue;
    for (const auto* parts : {&composite->all, &composite->any, &composite->sequence}) {
      quoted.insert(quoted.end(), parts->begin(), parts->end());
    }
  }
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size(); ++i) {
    if (rules.symptoms[i].role == rules::Role::session_end) limits_[i] = ends_read;
    if (rules.symptoms[i].role == rules::Role::totals) limits_[i] = 1;
  }
}

SymptomTrace& trace_of(Piece& piece, rules::SymptomIndex symptom) {
  const auto at = std::ranges::lower_bound(piece.symptoms, symptom, {}, &SymptomTrace::symptom);
  if (at != piece.symptoms.end() && at->symptom == symptom) return *at;
  return *piece.symptoms.insert(at, SymptomTrace{.symptom = symptom});
}

bool add_unmatched(Piece& piece, std::uint64_t kind) {
  const auto index = piece.unmatched_lines++;
  if (!wanted(piece, index, kind)) return false;
  piece.unmatched.push_back({.index = index, .kind = kind, .line = {}});
  return true;
}

void append(Piece& piece, Piece&& later, const SampleLimits& limits) {
  for (auto& trace : later.symptoms) {
    append_trace(trace_of(piece, trace.symptom), std::move(trace), piece.lines, limits.of(trace.symptom));
  }
  append_unmatched(piece, later);
  append_handled(piece, later);
  append_platforms(piece, later);
  if (piece.entity.empty()) piece.entity = std::move(later.entity);
  if (piece.integration.empty()) piece.integration = std::move(later.integration);
  if (piece.lines == 0) piece.begin = later.begin;
  if (later.lines > 0) piece.end = later.end;
  piece.broken_off = piece.broken_off || later.broken_off;
  piece.lines += later.lines;
  piece.bytes += later.bytes;
}

}  // namespace syncdx::batch
