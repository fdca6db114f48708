#include "batch/part_table.hpp"

#include "logs/look_back.hpp"

#include <algorithm>
#include <utility>

namespace syncdx::batch {
namespace {

// Whether lines of the part were given to sessions that are none in the log as a whole.
bool misread(const PartRecord& part, logs::KeyUse keys) { return part.keys != keys && !part.last_session.empty(); }

InputRecord misread_record(const std::string& name, const PartRecord& part, logs::KeyUse keys) {
  const bool one_session = keys == logs::KeyUse::none;
  return {.input = name,
          .problems = {{"B010",
                        one_session ? "a part of this log was read by session keys, though the log as a whole is one session"
                                    : "a part of this log was read by other session keys than the log as a whole",
                        "scan its parts with --one-session, or the log as a whole (the part begins at byte " +
                            std::to_string(part.offset) + ')'}}};
}

}  // namespace

void PartTable::add(const InputRecord& record) {
  if (record.part) logs_[record.input].parts.push_back({.record = *record.part, .lines = record.lines, .session = {}});
}

std::size_t PartTable::Log::find(std::uint64_t offset) const {
  const auto found = std::ranges::lower_bound(parts, offset, {}, [](const Part& part) { return part.record.offset; });
  const auto index = static_cast<std::size_t>(found - parts.begin());
  return index < parts.size() && found->record.offset == offset ? index : parts.size();
}

void PartTable::settle(Log& log) {
  std::ranges::stable_sort(log.parts, {}, [](const Part& part) { return part.record.offset; });
  const auto twice = std::ranges::unique(log.parts, {}, [](const Part& part) { return part.record.offset; });
  log.parts.erase(twice.begin(), twice.end());

  logs::HeadCount head;
  for (const auto& part : log.parts) head += part.record.head;
  const auto& first = log.parts.front().record;
  const bool judged = first.offset == 0 && first.keys != logs::KeyUse::none;  // else the head is not there, or was not asked
  log.keys = judged ? logs::use_by(head) : first.keys;

  std::string session = log.keys == logs::KeyUse::none ? first.whole_session : std::string();
  std::uint64_t lines = 0;
  for (auto& part : log.parts) {
    part.session = session;
    part.lines_before = lines;
    lines += part.lines;
    if (log.keys != logs::KeyUse::none && !part.record.last_session.empty()) session = part.record.last_session;
  }
}

PartTable::Settled PartTable::settle() {
  Settled settled;
  for (auto& [name, log] : logs_) {
    settle(log);
    for (const auto& part : log.parts) {
      if (misread(part.record, log.keys)) settled.records.push_back(misread_record(name, part.record, log.keys));
    }
  }
  for (auto& piece : std::exchange(aside_, {})) {
    const auto log = logs_.find(piece.source);
    if (log != logs_.end()) {
      const auto part = log->second.find(piece.part);
      if (part < log->second.parts.size()) piece.session = log->second.parts[part].session;
    }
    if (piece.session.empty()) {
      settled.records.push_back({.input = piece.source, .lines_without_session = piece.lines, .problems = {}});
    } else {
      settled.pieces.push_back(std::move(piece));
    }
  }
  return settled;
}

std::optional<logs::TimePoint> PartTable::time_before(const Log& log, std::size_t part, OpenTime place) {
  while (part > 0) {
    const auto& last = log.parts[--part].record.last_time;
    place.lines += last.back.lines;
    place.bytes += last.back.bytes;
    if (place.lines > logs::look_back_lines || place.bytes > logs::look_back_bytes) return std::nullopt;
    if (last.known || !last.open) return last.known;
  }
  return std::nullopt;
}

void PartTable::complete(Piece& piece) const {
  const auto found = logs_.find(piece.source);
  if (found == logs_.end()) return;
  const auto& log = found->second;
  const auto part = log.find(piece.part);
  if (part == log.parts.size()) return;
  const auto complete_time = [&](LineTime& time) {
    if (time.open) time = {.known = time_before(log, part, *time.open), .open = {}};
  };
  const auto complete_line = [&](KeptLine& line) {
    line.line += log.parts[part].lines_before;
    complete_time(line.time);
  };
  complete_time(piece.begin);
  complete_time(piece.end);
  for (auto& trace : piece.symptoms) {
    for (auto& sample : trace.samples) complete_line(sample);
    for (const auto& place : std::exchange(trace.open_times, {})) {
      if (const auto time = time_before(log, part, place)) trace.times.add(bucket_time(*time));
    }
  }
  for (auto& unmatched : piece.unmatched) complete_line(unmatched.line);
}

}  // namespace syncdx::batch
