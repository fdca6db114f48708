// Lines in the formats that sync logs come in. Every line carries its session's key, except what follows a line break inside a
// message (plain and airbyte).
//   plain    2026-11-20 17:01:03,258 INFO [ex-000000042] [fetch] page read: …
//   json     {"time":"2026-11-20T17:01:03.258Z","level":"info","session_id":"ex-000000042","logger":"fetch","message":"…"}
//   logfmt   time=2026-11-20T17:01:03.258Z level=info session_id=ex-000000042 logger=fetch msg="…"
//   airbyte  2026-11-20 17:01:03 replication-job-42-attempt-0 source > INFO page read: …
//   tether   the session log of JSON lines: a header, entries, items, an end
#pragma once

#include "session.hpp"
#include "text.hpp"

#include <cstdint>
#include <string>

namespace syncdx::generate {

class Layout {
 public:
  // Appends the line (or lines) of `event`, ending in a line break. `microseconds`: since 1970-01-01 UTC.
  void write(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out);

 private:
  void plain(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out);
  void json(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out);
  void logfmt(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out);
  void airbyte(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out);
  void tether(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out);
  void tether_end(const Session& session, std::uint64_t microseconds, std::string& out);

  TimeWriter time_;
};

}  // namespace syncdx::generate
