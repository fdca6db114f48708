#include "batch/piece_json.hpp"

#include "base/json_line.hpp"

namespace syncdx::batch {
namespace {

constexpr int evidence_version = 1;

void write_place(JsonLine& out, const OpenTime& place) {
  out.raw("[");
  out.number(place.lines);
  out.raw(",");
  out.number(place.bytes);
  out.raw("]");
}

void write_time(JsonLine& out, const LineTime& time) {
  if (time.known) return out.number(time.known->time_since_epoch().count());
  if (time.open) return write_place(out, *time.open);
  out.raw("null");
}

void write_kept(JsonLine& out, const KeptLine& line) {
  out.number(line.ordinal);
  out.raw(",");
  out.number(line.line);
  out.raw(",");
  write_time(out, line.time);
  out.raw(",");
  out.string(line.text);
}

void write_trace(JsonLine& out, const SymptomTrace& trace) {
  out.raw("{\"symptom\":");
  out.number(trace.symptom);
  out.raw(",\"lines\":");
  out.number(trace.lines);
  out.raw(",\"loud\":");
  out.number(trace.loud);
  out.raw(",\"first\":");
  out.number(trace.first);
  out.raw(",\"last\":");
  out.number(trace.last);
  if (trace.last_loud) {
    out.raw(",\"last_loud\":");
    out.number(*trace.last_loud);
    out.raw(trace.last_handled ? ",\"last_handled\":true" : ",\"last_handled\":false");
  }
  if (!trace.samples.empty()) {
    out.raw(",\"samples\":");
    out.list(trace.samples, [&](const KeptLine& line) {
      out.raw("[");
      write_kept(out, line);
      out.raw("]");
    });
  }
  if (!trace.times.counts().empty()) {
    out.raw(",\"shift\":");
    out.number(trace.times.shift());
    out.raw(",\"times\":");
    out.list(trace.times.counts(), [&](const auto& bucket) {
      out.raw("[");
      out.number(bucket.first);
      out.raw(",");
      out.number(bucket.second);
      out.raw("]");
    });
  }
  if (!trace.open_times.empty()) {
    out.raw(",\"open_times\":");
    out.list(trace.open_times, [&](const OpenTime& place) { write_place(out, place); });
  }
  out.raw("}");
}

void write_part(JsonLine& out, const PartRecord& part) {
  out.raw(",\"part\":{\"offset\":");
  out.number(part.offset);
  out.raw(",\"end\":");
  out.number(part.end);
  out.raw(",\"keys\":");
  out.string(name_of(part.keys));
  out.raw(",\"head\":[");
  out.number(part.head.records);
  out.raw(",");
  out.number(part.head.known);
  out.raw(",");
  out.number(part.head.own);
  out.raw("],\"whole_session\":");
  out.string(part.whole_session);
  out.raw(",\"last_session\":");
  out.string(part.last_session);
  out.raw(",\"last_time\":");
  write_time(out, {.known = part.last_time.known, .open = {}});
  out.raw(",\"back\":");
  write_place(out, part.last_time.back);
  out.raw(part.last_time.open ? ",\"open\":true" : ",\"open\":false");
  out.raw(part.other_keys ? ",\"other_keys\":true}" : ",\"other_keys\":false}");
}

void begin_record(JsonLine& out, std::string_view rules_hash) {
  out.raw("{\"syncdx_evidence\":");
  out.number(evidence_version);
  out.raw(",\"rules\":");
  out.string(rules_hash);
}

}  // namespace

std::string to_line(const Piece& piece, std::string_view rules_hash) {
  JsonLine out;
  begin_record(out, rules_hash);
  out.raw(",\"session\":");
  out.string(piece.session);
  out.raw(",\"source\":");
  out.string(piece.source);
  if (piece.part > 0) {
    out.raw(",\"part\":");
    out.number(piece.part);
  }
  out.raw(",\"offset\":");
  out.number(piece.offset);
  out.raw(",\"lines\":");
  out.number(piece.lines);
  out.raw(",\"bytes\":");
  out.number(piece.bytes);
  out.raw(",\"begin\":");
  write_time(out, piece.begin);
  out.raw(",\"end\":");
  write_time(out, piece.end);
  out.raw(",\"entity\":");
  out.string(piece.entity);
  if (!piece.integration.empty()) {
    out.raw(",\"integration\":");
    out.string(piece.integration);
  }
  out.raw(",\"symptoms\":");
  out.list(piece.symptoms, [&](const SymptomTrace& trace) { write_trace(out, trace); });
  out.raw(",\"platforms\":");
  out.list(piece.platforms, [&](const PlatformLines& entry) {
    out.raw("[");
    out.number(entry.platform);
    out.raw(",");
    out.number(entry.lines);
    out.raw("]");
  });
  out.raw(",\"handled\":");
  out.list(piece.handled, [&](std::uint64_t ordinal) { out.number(ordinal); });
  out.raw(",\"handled_lines\":");
  out.number(piece.handled_lines);
  out.raw(",\"unmatched\":");
  out.list(piece.unmatched, [&](const UnmatchedLine& unmatched) {
    out.raw("[");
    out.number(unmatched.index);
    out.raw(",");
    out.number(unmatched.kind);
    out.raw(",");
    write_kept(out, unmatched.line);
    out.raw("]");
  });
  out.raw(",\"unmatched_lines\":");
  out.number(piece.unmatched_lines);
  if (piece.broken_off) out.raw(",\"broken_off\":true");
  out.raw("}");
  return out.take();
}

std::string to_line(const InputRecord& record, std::string_view rules_hash) {
  JsonLine out;
  begin_record(out, rules_hash);
  out.raw(",\"input\":");
  out.string(record.input);
  out.raw(",\"bytes\":");
  out.number(record.bytes);
  out.raw(",\"lines\":");
  out.number(record.lines);
  out.raw(",\"lines_without_session\":");
  out.number(record.lines_without_session);
  out.raw(",\"problems\":");
  out.list(record.problems, [&](const InputRecord::Problem& problem) {
    out.raw("[");
    out.string(problem.code);
    out.raw(",");
    out.string(problem.message);
    out.raw(",");
    out.string(problem.help);
    out.raw("]");
  });
  if (record.content) {
    out.raw(",\"content\":");
    out.number(*record.content);
  }
  if (record.cut) out.raw(",\"cut\":true");
  if (record.stopped) out.raw(",\"stopped\":true");
  if (record.damaged) out.raw(",\"damaged\":true");
  if (record.part) write_part(out, *record.part);
  out.raw("}");
  return out.take();
}

}  // namespace syncdx::batch
