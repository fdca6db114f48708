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

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace syncdx::logs {

enum class KeyUse { none, known, own };

[[nodiscard]] constexpr std::string_view name_of(KeyUse use) noexcept {
  switch (use) {
    case KeyUse::known:
      return "known";
    case KeyUse::own:
      return "own";
    case KeyUse::none:
      break;
  }
  return "none";
}

[[nodiscard]] constexpr std::optional<KeyUse> key_use_named(std::string_view name) noexcept {
  for (const auto use : {KeyUse::none, KeyUse::known, KeyUse::own}) {
    if (name == name_of(use)) return use;
  }
  return std::nullopt;
}

// What the lines at a source's head say of its keys. Heads of parts add up to the head of the whole.
struct HeadCount {
  std::uint64_t records = 0;  // lines that could begin a record
  std::uint64_t known = 0;    // of these, with a known key
  std::uint64_t own = 0;      // lines with a key of the caller's own

  HeadCount& operator+=(const HeadCount& other) {
    records += other.records;
    known += other.known;
    own += other.own;
    return *this;
  }
  bool operator==(const HeadCount&) const = default;
};

// By so many bytes a source is judged to have keys or not.
inline constexpr std::size_t judged_head_bytes = std::size_t{64} * 1024;

// By which keys a source with such a head is read.
[[nodiscard]] constexpr KeyUse use_by(const HeadCount& head) noexcept {
  if (head.own > 0) return KeyUse::own;
  return head.known > 0 && head.known * 2 >= head.records ? KeyUse::known : KeyUse::none;
}

class SessionKeys {
 public:
  // `own`: empty for what is known; a field's name; or a regular expression (RE2), whose one group, or else the whole match,
  // is the key. Error B001 if it is neither, has more groups, or can find the empty text only.
  [[nodiscard]] static Result<SessionKeys> make(const std::string& own);
  SessionKeys(SessionKeys&&) noexcept;
  SessionKeys& operator=(SessionKeys&&) noexcept;
  ~SessionKeys();

  // The key of `line`, into `key`; false if it has none. Keys of up to 200 bytes, in the line's first 4 KiB or, if it is a
  // field's, in its last 4 KiB. Without `use`: the caller's own if there are any, else those known.
  [[nodiscard]] bool find(std::string_view line, std::string& key) const;
  [[nodiscard]] bool find(std::string_view line, std::string& key, KeyUse use) const;

  [[nodiscard]] bool has_own() const noexcept { return regex_ || !name_.empty(); }
  [[nodiscard]] HeadCount count(std::string_view head) const;

  // By which keys a source that begins with `head` is to be read.
  [[nodiscard]] KeyUse use_in(std::string_view head) const { return use_by(count(head)); }

 private:
  SessionKeys();
  [[nodiscard]] bool find_own(std::string_view line, std::string& key) const;

  std::string name_;                 // of the caller's own; empty: none, or regex_
  std::unique_ptr<re2::RE2> regex_;  // of the caller's own
};

// What the line says is synced: `domain_type`, `stream`, `entity`, `object_type` as a field, or "sync of orders",
// "orders sync"; empty if it says nothing.
[[nodiscard]] std::string entity_of(std::string_view line);

// Whose sync the line speaks of: `integration_id`, `connection`, `store`, `shop`, `account_id` and the like as a field, or
// "integration int-9", "store a.myshopify.com"; empty if it says nothing. Sessions of one are runs of one schedule.
[[nodiscard]] std::string integration_of(std::string_view line);

}  // namespace syncdx::logs
