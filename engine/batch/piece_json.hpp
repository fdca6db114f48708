// Evidence on its way out of the process and back: one line of JSON per piece, masked. Written and read back it is the same
// piece. What is read is hostile: bounded, checked member by member, and refused if it was made with other rules.
//
//   {"syncdx_evidence": 1, "rules": "<hash>", "session": "ex-1", "source": "a.log", "offset": 0, ...}   a piece
//   {"syncdx_evidence": 1, "rules": "<hash>", "input": "a.log", "bytes": 123, ...}                      how an input was read
//
// A time is microseconds since 1970, null, or [lines, bytes] back to the beginning of the part (OpenTime).
//
// The first members stand in this order, so that a sort of lines brings sessions together.
#pragma once

#include "batch/piece.hpp"
#include "logs/redact.hpp"
#include "logs/session_key.hpp"
#include "syncdx/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncdx::batch {

inline constexpr std::size_t longest_evidence_line = std::size_t{4} << 20U;

// Where in its log a part stands, and what the parts behind it need to know (batch/part_table.hpp).
struct PartRecord {
  std::uint64_t offset = 0;                // of its first byte, by which the parts are put in order
  std::uint64_t end = 0;                   // behind its last byte; 0 if not known, since the part came packed
  logs::KeyUse keys = logs::KeyUse::none;  // by which it was read
  logs::HeadCount head;                    // of those of its lines that the keys of the log are judged by
  std::string whole_session;               // the session's name if the log is one session
  std::string last_session;                // the one that spoke last; empty: no line has a key
  bool other_keys = false;                 // read by the caller's own keys, but lines without these have known ones
  LastTime last_time;
  bool operator==(const PartRecord&) const = default;
};

// How one input was read, by one scan. Sums over scans of parts of it.
struct InputRecord {
  std::string input;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t lines_without_session = 0;
  bool cut = false;      // by its own fault or a bound: not read to its end
  bool stopped = false;  // by the caller: not read to its end, or not at all
  bool damaged = false;  // what was read may be garbled
  struct Problem {
    std::string code;
    std::string message;
    std::string help;
    bool operator==(const Problem&) const = default;
  };
  std::vector<Problem> problems;
  std::optional<std::uint64_t> content{};  // keyed hash of all bytes, of a source that equal bytes show to be a copy
  std::optional<PartRecord> part{};        // of a part of a log
  bool operator==(const InputRecord&) const = default;
};

// Masks whatever of `piece` a log line gave: kept lines, the entity, and the session's name, which stays distinct (a name that
// masking changes gets a keyed hash behind it).
class PieceMask {
 public:
  // `rules` must outlive it.
  PieceMask(const rules::RuleSet& rules, std::uint64_t key);
  void apply(Piece& piece) const;
  [[nodiscard]] std::string session(const std::string& name) const;

 private:
  const rules::RuleSet& rules_;
  std::uint64_t key_;
  logs::Redactor redactor_;
};

// One line without its newline. `piece` is masked.
[[nodiscard]] std::string to_line(const Piece& piece, std::string_view rules_hash);
[[nodiscard]] std::string to_line(const InputRecord& record, std::string_view rules_hash);

// What a line is read against.
struct EvidenceForm {
  std::string rules_hash;
  std::size_t symptoms = 0;
  std::size_t platforms = 0;
};

using EvidenceRecord = std::variant<Piece, InputRecord>;

// B002, of a record that contradicts itself.
[[nodiscard]] Diagnostic damaged_record();

// B002: no evidence record, or damaged; B003: another version; B004: made with other rules.
[[nodiscard]] Result<EvidenceRecord> read_line(std::string_view line, const EvidenceForm& form);

}  // namespace syncdx::batch
