#include "batch/part_table.hpp"

#include "logs/look_back.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace syncdx::batch {
namespace {

// Whether lines of the part were given to sessions that are none in the log as a whole.
bool misread(const PartRecord& part, logs::KeyUse keys) {
  return part.keys != keys && (!part.last_session.empty() || (part.other_keys && keys == logs::KeyUse::known));
}

InputRecord misread_record(const std::string& name, const PartRecord& part, logs::KeyUse keys) {
  const bool one_session = keys == logs::KeyUse::none;
  return {
      .input = name,
      .problems = {{"B010",
                    fmt::format("the part at byte {} was read by {}, {}", part.offset,
                                part.keys == logs::KeyUse::own ? "the session key given" : "the known session keys",
                                one_session ? "but the log as a whole is one session" : "the log as a whole by others"),
                    one_session ? "Scan all parts with --one-session, or the log as a whole." : "Scan the log as a whole."}}};
}

InputRecord misfit_record(const std::string& name, std::uint64_t offset, std::string_view what) {
  return {.input = name,
          .problems = {{"B011", fmt::format("{} byte {}", what, offset),
                        "Scan each part once and whole, each with the byte at which it begins as --offset."}}};
}

// Equal evidence gives an equal order.
auto order_of(const PartRecord& part, std::uint64_t lines) {
  return std::tuple(part.offset, part.end, lines, std::string_view(part.last_session));
}

}  // namespace

void PartTable::add(const InputRecord& record) {
  if (!record.part) return;
  logs_[record.input].parts.push_back(
      {.record = *record.part, .lines = record.lines, .broken_off = record.cut || record.stopped, .session = {}});
}

std::size_t PartTable::Log::find(std::uint64_t offset) const {
  const auto found = std::ranges::lower_bound(parts, offset, {}, [](const Part& part) { return part.record.offset; });
  const auto index = static_cast<std::size_t>(found - parts.begin());
  return index < parts.size() && found->record.offset == offset ? index : parts.size();
}

void PartTable::settle(const std::string& name, Log& log, std::vector<InputRecord>& problems) {
  std::erase_if(log.parts, [](const Part& part) { return part.lines == 0; });
  std::ranges::stable_sort(log.parts, {}, [](const Part& part) { return order_of(part.record, part.lines); });
  std::vector<Part> parts;
  for (auto& part : log.parts) {
    if (parts.empty() || parts.back().record.offset != part.record.offset) {
      parts.push_back(std::move(part));
    } else if (!(parts.back().record == part.record) || parts.back().lines != part.lines) {
      problems.push_back(misfit_record(name, part.record.offset, "two different parts of this log begin at"));
    }
  }
  log.parts = std::move(parts);
  if (log.parts.empty()) return;

  logs::HeadCount head;
  for (const auto& part : log.parts) head += part.record.head;
  const auto& first = log.parts.front().record;
  const bool judged = first.offset == 0 && first.keys != logs::KeyUse::none;  // else the head is not there, or was not asked
  log.keys = judged ? logs::use_by(head) : first.keys;

  const Part* before = nullptr;
  std::uint64_t lines = 0;
  for (auto& part : log.parts) {
    const auto& record = part.record;
    part.follows = before != nullptr && !before->broken_off && (before->record.end == 0 || before->record.end == record.offset);
    if (!part.follows && record.offset > 0) {
      problems.push_back(misfit_record(name, record.offset, "a part of this log is missing before"));
    }
    if (log.keys == logs::KeyUse::none) {
      part.session = first.whole_session;
    } else if (part.follows) {
      part.session = before->record.last_session.empty() ? before->session : before->record.last_session;
    }
    part.lines_before = lines;
    lines += part.lines;
    if (misread(record, log.keys)) problems.push_back(misread_record(name, record, log.keys));
    before = &part;
  }
}

PartTable::Settled PartTable::settle() {
  Settled settled;
  for (auto& [name, log] : logs_) settle(name, log, settled.records);
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
  while (log.parts[part].follows) {
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
