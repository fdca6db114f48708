// Reads evidence records. Every member is checked: its type, its range, the order of lists, and what they say together. A
// number that could overflow when summed over many records is refused by its bound.
#include "batch/piece_json.hpp"

#include "logs/look_back.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncdx::batch {
namespace {

using Json = nlohmann::ordered_json;  // objects of a few members: looked through faster than a tree, and built faster

constexpr std::uint64_t evidence_version = 1;
constexpr std::uint64_t most = std::uint64_t{1} << 48U;  // of any count, offset or ordinal: 256 TiB
constexpr std::int64_t latest = std::int64_t{1} << 58U;  // microseconds: past the year 9999, which a garbled log may name
constexpr std::size_t longest_name = 4096;
constexpr std::size_t longest_text = std::size_t{64} * 1024;
constexpr std::size_t most_samples = 3;
constexpr std::size_t most_problems = 100;

// Reads members and remembers whether all was well; what is wrong reads as zero.
class Reader {
 public:
  [[nodiscard]] bool good() const noexcept { return good_; }
  void require(bool condition) { good_ = good_ && condition; }

  const Json& member(const Json& object, const char* name) {
    static const Json nothing;
    const auto found = object.is_object() ? object.find(name) : object.end();
    require(object.is_object() && found != object.end());
    return good_ ? *found : nothing;
  }

  std::uint64_t count(const Json& value, std::uint64_t bound = most) {
    require(value.is_number_unsigned());
    const auto number = good_ ? value.get<std::uint64_t>() : 0;
    require(number <= bound);
    return good_ ? number : 0;
  }

  std::uint64_t count_in(const Json& object, const char* name) { return count(member(object, name)); }

  LineTime time(const Json& value) {
    LineTime time;
    if (value.is_array()) {
      time.open = place(value);
    } else if (!value.is_null()) {
      require(value.is_number_integer());
      const auto number = good_ ? value.get<std::int64_t>() : 0;
      require(number >= -latest && number <= latest);
      if (good_) time.known = logs::TimePoint(std::chrono::microseconds(number));
    }
    return time;
  }

  OpenTime place(const Json& value) {
    const auto& pair = tuple(value, 2);
    return {.lines = count(pair[0], logs::look_back_lines), .bytes = count(pair[1], logs::look_back_bytes)};
  }

  bool flag(const Json& value) {
    require(value.is_boolean());
    return good_ && value.get<bool>();
  }

  std::string text(const Json& value, std::size_t longest) {
    require(value.is_string());
    if (!good_) return {};
    const auto& text = value.get_ref<const std::string&>();
    require(text.size() <= longest);
    return good_ ? text : std::string();
  }

  // The elements of a list of at most `longest`.
  const Json::array_t& list(const Json& value, std::size_t longest) {
    static const Json::array_t nothing;
    require(value.is_array() && value.size() <= longest);
    return good_ ? value.get_ref<const Json::array_t&>() : nothing;
  }

  // A list of exactly `size`.
  const Json::array_t& tuple(const Json& value, std::size_t size) {
    static const Json::array_t nothing(8);
    require(value.is_array() && value.size() == size);
    return good_ ? value.get_ref<const Json::array_t&>() : nothing;
  }

 private:
  bool good_ = true;
};

KeptLine read_kept(Reader& reader, const Json::array_t& tuple, std::size_t from, std::uint64_t lines) {
  KeptLine kept{.ordinal = reader.count(tuple[from], lines),
                .line = reader.count(tuple[from + 1]),
                .time = reader.time(tuple[from + 2]),
                .text = reader.text(tuple[from + 3], longest_text),
                .match = 0,
                .form = evidence::SampleForm::masked};
  return kept;
}

SymptomTrace read_trace(Reader& reader, const Json& value, const EvidenceForm& form, std::uint64_t lines) {
  SymptomTrace trace;
  trace.symptom = reader.count(reader.member(value, "symptom"), form.symptoms - 1);
  trace.lines = reader.count_in(value, "lines");
  trace.loud = reader.count(reader.member(value, "loud"), trace.lines);
  trace.last = reader.count(reader.member(value, "last"), lines);
  trace.first = reader.count(reader.member(value, "first"), trace.last);
  if (reader.good() && value.contains("last_loud")) {
    trace.last_loud = reader.count(value["last_loud"], trace.last);
    trace.last_handled = reader.flag(reader.member(value, "last_handled"));
  }
  if (reader.good() && value.contains("samples")) {
    for (const auto& sample : reader.list(value["samples"], most_samples)) {
      trace.samples.push_back(read_kept(reader, reader.tuple(sample, 4), 0, lines));
      const auto n = trace.samples.size();
      reader.require(n < 2 || trace.samples[n - 2].ordinal <= trace.samples[n - 1].ordinal);
    }
  }
  if (reader.good() && value.contains("times")) {
    std::map<std::int64_t, std::uint64_t> counts;
    for (const auto& bucket : reader.list(value["times"], evidence::TimeBuckets::capacity)) {
      const auto& pair = reader.tuple(bucket, 2);
      reader.require(pair[0].is_number_integer());
      const auto number = reader.good() ? pair[0].get<std::int64_t>() : 0;
      reader.require(number > -latest && number < latest);
      counts[number] = reader.count(pair[1]);
    }
    auto times = evidence::TimeBuckets::restore(static_cast<unsigned>(reader.count_in(value, "shift")), std::move(counts));
    reader.require(times.has_value());
    if (times) trace.times = std::move(*times);
  }
  if (reader.good() && value.contains("open_times")) {
    for (const auto& place : reader.list(value["open_times"], SymptomTrace::open_kept)) {
      trace.open_times.push_back(reader.place(place));
    }
  }
  reader.require(trace.lines > 0 && trace.last_loud.has_value() == (trace.loud > 0));
  return trace;
}

void read_unmatched(Reader& reader, const Json& value, Piece& piece) {
  piece.unmatched_lines = reader.count_in(value, "unmatched_lines");
  for (const auto& entry : reader.list(reader.member(value, "unmatched"), Piece::unmatched_kept)) {
    const auto& tuple = reader.tuple(entry, 6);
    UnmatchedLine unmatched;
    unmatched.index = reader.count(tuple[0], Piece::unmatched_looked_at - 1);
    unmatched.kind = reader.count(tuple[1], ~std::uint64_t{0});
    unmatched.line = read_kept(reader, tuple, 2, piece.lines);
    reader.require(unmatched.index < piece.unmatched_lines &&
                   (piece.unmatched.empty() || piece.unmatched.back().index < unmatched.index));
    piece.unmatched.push_back(std::move(unmatched));
  }
}

Piece read_piece(Reader& reader, const Json& value, const EvidenceForm& form) {
  Piece piece;
  piece.session = reader.text(reader.member(value, "session"), longest_name);
  piece.source = reader.text(reader.member(value, "source"), longest_name);
  if (reader.good() && value.contains("part")) piece.part = reader.count_in(value, "part");
  piece.offset = reader.count_in(value, "offset");
  piece.lines = reader.count_in(value, "lines");
  piece.bytes = reader.count_in(value, "bytes");
  piece.begin = reader.time(reader.member(value, "begin"));
  piece.end = reader.time(reader.member(value, "end"));
  piece.entity = reader.text(reader.member(value, "entity"), longest_name);
  if (reader.good() && value.contains("integration")) piece.integration = reader.text(value["integration"], longest_name);
  for (const auto& entry : reader.list(reader.member(value, "symptoms"), form.symptoms)) {
    auto trace = read_trace(reader, entry, form, piece.lines);
    reader.require(piece.symptoms.empty() || piece.symptoms.back().symptom < trace.symptom);
    piece.symptoms.push_back(std::move(trace));
  }
  for (const auto& entry : reader.list(reader.member(value, "platforms"), form.platforms)) {
    const auto& pair = reader.tuple(entry, 2);
    const PlatformLines lines{reader.count(pair[0], form.platforms - 1), reader.count(pair[1])};
    reader.require(piece.platforms.empty() || piece.platforms.back().platform < lines.platform);
    piece.platforms.push_back(lines);
  }
  for (const auto& entry : reader.list(reader.member(value, "handled"), Piece::handled_kept)) {
    const auto ordinal = reader.count(entry, piece.lines);
    reader.require(piece.handled.empty() || piece.handled.back() <= ordinal);
    piece.handled.push_back(ordinal);
  }
  piece.handled_lines = reader.count_in(value, "handled_lines");
  read_unmatched(reader, value, piece);
  piece.broken_off = reader.good() && value.contains("broken_off") && reader.flag(value["broken_off"]);
  return piece;
}

PartRecord read_part(Reader& reader, const Json& value) {
  PartRecord part;
  part.offset = reader.count_in(value, "offset");
  part.end = reader.count_in(value, "end");
  const auto keys = logs::key_use_named(reader.text(reader.member(value, "keys"), longest_name));
  reader.require(keys.has_value());
  part.keys = keys.value_or(logs::KeyUse::none);
  const auto& head = reader.tuple(reader.member(value, "head"), 3);
  part.head = {.records = reader.count(head[0]), .known = reader.count(head[1]), .own = reader.count(head[2])};
  part.whole_session = reader.text(reader.member(value, "whole_session"), longest_name);
  part.last_session = reader.text(reader.member(value, "last_session"), longest_name);
  part.last_time.known = reader.time(reader.member(value, "last_time")).known;
  part.last_time.back = reader.place(reader.member(value, "back"));
  part.last_time.open = reader.flag(reader.member(value, "open"));
  part.other_keys = reader.flag(reader.member(value, "other_keys"));
  return part;
}

InputRecord read_input(Reader& reader, const Json& value) {
  InputRecord record;
  record.input = reader.text(reader.member(value, "input"), longest_name);
  record.bytes = reader.count_in(value, "bytes");
  record.lines = reader.count_in(value, "lines");
  record.lines_without_session = reader.count_in(value, "lines_without_session");
  for (const auto& entry : reader.list(reader.member(value, "problems"), most_problems)) {
    const auto& problem = reader.tuple(entry, 3);
    record.problems.push_back(
        {reader.text(problem[0], longest_name), reader.text(problem[1], longest_text), reader.text(problem[2], longest_text)});
  }
  record.stopped = reader.good() && value.contains("stopped") && reader.flag(value["stopped"]);
  record.damaged = reader.good() && value.contains("damaged") && reader.flag(value["damaged"]);
  record.cut = reader.good() && value.contains("cut") && reader.flag(value["cut"]);
  if (reader.good() && value.contains("content")) record.content = reader.count(value["content"], ~std::uint64_t{0});
  if (reader.good() && value.contains("part")) record.part = read_part(reader, value["part"]);
  return record;
}

Diagnostic refused(std::string code, std::string message, std::string help) {
  return {.code = std::move(code), .message = std::move(message), .help = std::move(help)};
}

constexpr auto help = "give what syncdx scan printed, whole lines of it";

}  // namespace

Diagnostic damaged_record() { return refused("B002", "an evidence record is damaged", help); }

Result<EvidenceRecord> read_line(std::string_view line, const EvidenceForm& form) {
  if (line.size() > longest_evidence_line) {
    return fail(refused("B002", fmt::format("an evidence record is longer than {} bytes", longest_evidence_line), help));
  }
  const auto value = Json::parse(line, nullptr, false);
  const auto version = value.is_object() ? value.find("syncdx_evidence") : value.end();
  if (!value.is_object() || version == value.end() || !version->is_number_unsigned()) {
    return fail(refused("B002", "this is no evidence record", help));
  }
  if (version->get<std::uint64_t>() != evidence_version) {
    return fail(refused(
        "B003", fmt::format("evidence of version {}, version {} was expected", version->get<std::uint64_t>(), evidence_version),
        "scan with the same version of syncdx"));
  }
  Reader reader;
  if (reader.text(reader.member(value, "rules"), longest_name) != form.rules_hash || !reader.good()) {
    return fail(refused("B004", "this evidence was made with other rules", "scan and merge with the same rules"));
  }
  EvidenceRecord record;
  if (value.contains("input")) {
    record = read_input(reader, value);
  } else {
    record = read_piece(reader, value, form);
  }
  if (!reader.good()) return fail(damaged_record());
  return record;
}

}  // namespace syncdx::batch
