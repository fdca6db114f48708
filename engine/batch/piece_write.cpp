#include "batch/piece_json.hpp"

#include "base/json_line.hpp"

namespace syncdx::batch {
namespace {

constexpr int evidence_version = 1;

void write_time(JsonLine& out, const std::optional<logs::TimePoint>& time) {
  if (time) return out.number(time->time_since_epoch().count());
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
  out.raw("}");
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
  out.raw("}");
  return out.take();
}

std::string to_line(const InputRecord& record, std::string_view rules_hash) {
  JsonLine out;
  begin_record(out, rules_hash);
  out.raw(",\"input\":");
  out.string(record.input);
  out.raw(",\"inputs\":");
  out.number(record.inputs);
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
  out.raw("}");
  return out.take();
}

}  // namespace syncdx::batch
