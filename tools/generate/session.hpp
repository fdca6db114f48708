// One generated sync session: what happens in it, line by line. It knows nothing of formats (layout.hpp) nor of other sessions
// (stream.hpp). The same settings and index give the same session.
#pragma once

#include "fault.hpp"
#include "random.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace syncdx::generate {

enum class Format : std::uint8_t { plain, json, logfmt, airbyte, tether };
inline constexpr std::size_t format_count = 5;

[[nodiscard]] std::string_view name_of(Format format) noexcept;

enum class Level : std::uint8_t { debug, info, warn, error };

enum class EventKind : std::uint8_t { start, entry, record, end };

// What one line says. `text` may hold line breaks (a stack trace).
struct Event {
  EventKind kind = EventKind::entry;
  Level level = Level::info;
  std::string_view action;        // connect, fetch, map, save
  int status = 0;                 // HTTP; 0: none
  std::uint64_t external_id = 0;  // of a record
  std::string text;
};

enum class Outcome : std::uint8_t { completed, completed_with_errors, failed };

[[nodiscard]] std::string_view name_of(Outcome outcome) noexcept;

struct SessionPlan {
  std::uint64_t index = 0;        // over the whole run
  std::uint64_t integration = 0;  // whose session it is; its store and host follow from it
  Platform platform = Platform::any;
  Format format = Format::plain;
  const Fault* fault = nullptr;  // null: healthy
  const Answer* answer = nullptr;
  bool recovers = false;      // an error is survived on the way
  std::uint32_t lines = 100;  // about how many lines it has, > 10
};

class Session {
 public:
  Session(const SessionPlan& plan, std::uint64_t seed);

  // Puts the next line's content into `event`, whose string is reused. False when the session is over.
  bool next(Event& event);

  [[nodiscard]] const SessionPlan& plan() const noexcept { return plan_; }
  // As it stands in the log: "ex-00000042", for Airbyte "replication-job-42-attempt-0".
  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  [[nodiscard]] std::string_view stream() const noexcept;
  [[nodiscard]] std::string_view domain() const noexcept;
  [[nodiscard]] Outcome outcome() const noexcept;
  [[nodiscard]] std::uint64_t fetched() const noexcept { return fetched_; }
  [[nodiscard]] std::uint64_t failed() const noexcept { return failed_; }
  // The kind of the error that was survived; empty if none.
  [[nodiscard]] std::string_view recovered() const noexcept { return recovered_; }

  // Time of the first line, in microseconds since 1970; set by who writes it.
  std::uint64_t started = 0;
  std::uint64_t lines_written = 0;

 private:
  void opening();
  void plant();
  void plant_refusal();
  void plant_records();
  void recover();
  void closing();
  void add(Level level, std::string_view action, std::string text, int status = 0);
  void add_answer(const Answer& answer, Level level);
  [[nodiscard]] std::string filled(std::string_view form);

  SessionPlan plan_;
  Random random_;
  std::string id_;
  std::string shop_;
  std::string host_;
  std::deque<Event> pending_;  // said before anything else
  std::uint32_t line_ = 0;
  std::uint32_t fault_line_ = 0;
  std::uint32_t recovery_line_ = 0;
  std::uint32_t stream_ = 0;
  std::uint64_t fetched_ = 0;
  std::uint64_t failed_ = 0;
  std::string_view recovered_;
  bool over_ = false;
};

}  // namespace syncdx::generate
