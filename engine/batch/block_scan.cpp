// Lines are walked only in sources with keys: there each line must be given to a session, hit or not, because "handled within
// the next five lines" and a session's length are told in its own lines. Elsewhere only hits are looked at.
#include "batch/block_scan.hpp"

#include "diagnose/show_evidence.hpp"
#include "logs/block_cutter.hpp"
#include "logs/line.hpp"
#include "logs/look_back.hpp"

#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <span>
#include <utility>
#include <variant>

namespace syncdx::batch {
namespace {

constexpr std::size_t no_piece = std::numeric_limits<std::size_t>::max();

std::uint64_t kind_hash(std::string_view line, std::uint64_t key) {
  const auto kind = kind_of_line(line);
  return XXH3_64bits_withSeed(kind.data(), kind.size(), key);
}

// The place `begin` of the fresh bytes, if whoever looks back from there meets the beginning of the source.
std::optional<OpenTime> beginning_before(const logs::Block& block, std::size_t begin) {
  const auto before = std::string_view(block.bytes).substr(0, block.context + begin);
  if (!block.from_start || before.size() >= logs::look_back_bytes) return std::nullopt;
  const OpenTime place{.lines = logs::count_newlines(before), .bytes = before.size()};
  if (place.lines >= logs::look_back_lines) return std::nullopt;
  return place;
}

LastTime last_time_of(const logs::Block& block) {
  const std::string_view before = block.bytes;
  LastTime last;
  std::uint64_t lines = 0;
  (void)logs::look_back(before, {}, [&](std::string_view line) {
    if (lines++ == 0) return false;  // the line that comes next
    last.known = logs::find_time(line);
    last.back = {.lines = lines - 1, .bytes = before.size() - static_cast<std::size_t>(line.data() - before.data())};
    return last.known.has_value();
  });
  if (last.known) return last;
  const auto beginning = beginning_before(block, block.fresh().size());
  return {.known = {}, .back = beginning.value_or(OpenTime{}), .open = beginning.has_value()};
}

}  // namespace

struct BlockScanner::Line {
  std::size_t begin = 0;  // into the fresh bytes
  std::size_t end = 0;
  std::uint64_t ordinal = 0;
  std::uint64_t number = 0;  // in the source
  std::span<const match::LineHit> hits;
};

BlockScanner::BlockScanner(const ScanPlan& plan) : plan_(plan), scanner_(plan.collect.program()), judge_(plan.collect) {}

// `line` begins at `begin` of the fresh bytes.
LineTime BlockScanner::time_of(const logs::Block& block, std::size_t begin, std::string_view line) const {
  LineTime time{.known = evidence::time_of_line(std::string_view(block.bytes).substr(0, block.context + begin), line),
                .open = {}};
  if (!time.known && source_->extent == SourceForm::Extent::part) time.open = beginning_before(block, begin);
  return time;
}

Piece& BlockScanner::open_piece(const std::string& session, std::uint64_t offset) {
  result_.pieces.push_back({.session = session, .source = source_->name, .part = source_->part, .offset = offset});
  ends_.emplace_back();
  return result_.pieces.back();
}

// The piece that the line belongs to, new if need be.
std::size_t BlockScanner::piece_of(std::string_view fresh, std::size_t begin, std::size_t end) {
  const auto line = fresh.substr(begin, end - begin);
  if (!plan_.keys.find(line, key_, source_->keys)) {
    if (source_->extent == SourceForm::Extent::part && source_->keys == logs::KeyUse::own && !result_.other_keys) {
      result_.other_keys = plan_.keys.find(line, key_, logs::KeyUse::known);
    }
    if (current_ == no_piece) {  // carried over from the block before
      current_ = result_.pieces.size();
      open_piece({}, begin);
    }
    return current_;
  }
  if (current_ != no_piece && result_.pieces[current_].session == key_) return current_;
  const auto [entry, is_new] = places_.try_emplace(key_, result_.pieces.size());
  if (is_new) open_piece(key_, begin);
  return current_ = entry->second;
}

ScannedBlock BlockScanner::scan(const logs::Block& block, const SourceForm& source, Begin begin) {
  const auto fresh = block.fresh();
  result_ = {};
  ends_.clear();
  places_.clear();
  source_ = &source;
  current_ = no_piece;
  const auto hits = scanner_.scan(fresh);
  std::size_t hit = 0;
  std::uint64_t number = block.first_line;
  const auto hits_of = [&](std::size_t line_begin) {
    const auto from = hit;
    while (hit < hits.size() && hits[hit].line_begin == line_begin) ++hit;
    return hits.subspan(from, hit - from);
  };
  if (source.keys == logs::KeyUse::none) {
    auto& piece = open_piece(source.name, 0);
    const bool inside = begin == Begin::inside_line;
    std::size_t counted = 0;
    std::uint64_t newlines = 0;
    while (hit < hits.size()) {
      const auto at = hits[hit].line_begin;
      const auto end = hits[hit].line_end;
      newlines += logs::count_newlines(fresh.substr(counted, at - counted));
      counted = at;
      const std::uint64_t ordinal = newlines - (inside && newlines > 0 ? 1 : 0);
      add_hits(block, {at, end, ordinal, number + newlines, hits_of(at)}, piece);
    }
    newlines += logs::count_newlines(fresh.substr(counted));
    const bool open_end = !fresh.empty() && fresh.back() != '\n';
    piece.lines = newlines + (open_end ? 1 : 0) - (inside ? 1 : 0);
    piece.bytes = fresh.size();
    const auto last = fresh.size() < 2 ? std::string_view::npos : fresh.rfind('\n', fresh.size() - 2);
    ends_.front() = {0, last == std::string_view::npos ? 0 : last + 1};
  } else {
    for (std::size_t at = 0; at < fresh.size();) {
      const auto end = std::min(fresh.find('\n', at), fresh.size());
      const bool inside = at == 0 && begin == Begin::inside_line;
      std::size_t index = 0;
      if (inside) {
        index = current_ = 0;
        open_piece({}, 0);
      } else {
        index = piece_of(fresh, at, end);
      }
      auto& piece = result_.pieces[index];
      add_hits(block, {at, end, piece.lines, number, hits_of(at)}, piece);
      piece.lines += inside ? 0 : 1;
      piece.bytes += std::min(end + 1, fresh.size()) - at;
      ends_[index].last_begin = at;
      if (piece.lines == 1 && !inside) ends_[index].first_begin = at;
      ++number;
      at = end + 1;
    }
    if (current_ != no_piece) result_.last_session = result_.pieces[current_].session;
  }
  for (std::size_t i = 0; i < result_.pieces.size(); ++i) {
    auto& piece = result_.pieces[i];
    const auto time_at = [&](std::size_t at) { return time_of(block, at, fresh.substr(at, fresh.find('\n', at) - at)); };
    piece.begin = time_at(ends_[i].first_begin);
    piece.end = ends_[i].last_begin == ends_[i].first_begin ? piece.begin : time_at(ends_[i].last_begin);
    piece.offset += block.offset;
    result_.lines += piece.lines;
    result_.bytes += piece.bytes;
  }
  if (source.extent == SourceForm::Extent::part) result_.last_time = last_time_of(block);
  return std::move(result_);
}

void BlockScanner::add_hits(const logs::Block& block, const Line& line, Piece& piece) {
  if (line.hits.empty()) return;
  const auto& rules = plan_.collect.rules();
  const auto text = block.fresh().substr(line.begin, line.end - line.begin);
  const auto& judged = judge_.judge(text, line.hits);
  for (const auto platform : judged.platforms) {
    const auto at = std::ranges::lower_bound(piece.platforms, platform, {}, &PlatformLines::platform);
    if (at != piece.platforms.end() && at->platform == platform) {
      ++at->lines;
    } else {
      piece.platforms.insert(at, {platform, 1});
    }
  }
  const auto time_here = [&] { return time_of(block, line.begin, text); };
  const auto keep = [&](const match::LineHit& hit) {
    auto sample = evidence::make_sample({}, text, judge_.place_of(hit, text), {});
    return KeptLine{line.ordinal, line.number, time_here(), std::move(sample.text), sample.match};
  };
  if (judged.handled) {
    ++piece.handled_lines;
    if (piece.handled.size() == Piece::handled_kept) piece.handled.erase(piece.handled.begin());
    piece.handled.push_back(line.ordinal);
  }
  if (judged.unmatched) {
    // The kind costs: it is needed of the first few only.
    const bool looked_at = piece.unmatched_lines < Piece::unmatched_looked_at;
    if (add_unmatched(piece, looked_at ? kind_hash(text, plan_.mask_key) : 0)) {
      piece.unmatched.back().line = keep(line.hits.front());
    }
  }
  for (const auto& [symptom, hit] : judged.seen) {
    auto& trace = trace_of(piece, symptom);
    if (trace.lines == 0) trace.first = line.ordinal;
    ++trace.lines;
    trace.last = line.ordinal;
    if (judged.loud) {
      ++trace.loud;
      trace.last_loud = line.ordinal;
      trace.last_handled = judged.handled;
    }
    if (trace.samples.size() < plan_.limits.of(symptom)) trace.samples.push_back(keep(hit));
    const auto& rule = rules.symptoms[symptom];
    if (rule.role == rules::Role::session_start) {
      if (piece.entity.empty()) piece.entity = logs::entity_of(text);
      if (piece.integration.empty()) piece.integration = logs::integration_of(text);
    }
    if (std::get<rules::LogSymptom>(rule.source).within_seconds) {
      const auto time = time_here();
      if (time.known) trace.times.add(bucket_time(*time.known));
      if (time.open) trace.open_times.push_back(*time.open);
    }
  }
}

}  // namespace syncdx::batch
