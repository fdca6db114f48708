// To which session a line belongs. Known without being told:
//   fields      session_id, sync_session_id, sync_id, execution_id, job_id, run_id, ... of JSON lines, logfmt and "key: value"
//               text; an attempt beside a job is part of the key ("12/0")
//   brackets    "[ex-000000042]" among the first words of a line
//   Airbyte     "replication-job-42-attempt-0", "/tmp/workspace/42/0/"
// A line without a key belongs to the session of the line before it (a stack trace does). A source is read by its keys if half
// of its first lines have one; otherwise it is one session, named after the source. A key of the caller's own is used in the
// sources whose first lines have it somewhere.
#pragma once

#include "syncdx/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace syncdx::logs {

enum class KeyUse { none, known, own };

class SessionKeys {
 public:
  // `own`: empty for what is known; a field's name; or a regular expression (RE2), whose first group, or else the whole match,
  // is the key. Error B001 if it is neither.
  [[nodiscard]] static Result<SessionKeys> make(const std::string& own);
  SessionKeys(SessionKeys&&) noexcept;
  SessionKeys& operator=(SessionKeys&&) noexcept;
  ~SessionKeys();

  // The key of `line`, into `key`; false if it has none. Keys of up to 200 bytes. Linear in the line's first 4 KiB. Without
  // `use`: the caller's own if there are any, else those known.
  [[nodiscard]] bool find(std::string_view line, std::string& key) const;
  [[nodiscard]] bool find(std::string_view line, std::string& key, KeyUse use) const;

  // By which keys a source that begins with `head` is to be read.
  [[nodiscard]] KeyUse use_in(std::string_view head) const;

 private:
  SessionKeys();
  [[nodiscard]] bool find_own(std::string_view line, std::string& key) const;

  std::string name_;                 // of the caller's own; empty: none, or regex_
  std::unique_ptr<re2::RE2> regex_;  // of the caller's own
};

// What the line says is synced: `domain_type`, `stream`, `entity`, `object_type` as a field, or "sync of orders",
// "orders sync"; empty if it says nothing.
[[nodiscard]] std::string entity_of(std::string_view line);

}  // namespace syncdx::logs
