// Many sessions as one stream of lines, interleaved, with the truth about each. Deterministic: the same settings give the same
// bytes.
#pragma once

#include "layout.hpp"
#include "session.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace syncdx::generate {

struct Settings {
  std::uint64_t seed = 1;
  std::uint64_t sessions = 0;  // how many; 0: until `bytes` are written
  std::uint64_t bytes = 0;     // no session is opened once so many are written; 0: no bound. One of the two must be set.
  std::uint64_t open = 20;     // sessions open at a time, >= 1; also the number of integrations
  std::uint32_t lines = 150;   // of a session, on average; >= 20
  double faulty = 0.4;         // share of sessions with a planted fault
  double recovering = 0.3;     // share of sessions that survive an error on the way
  std::vector<Platform> platforms{Platform::any, Platform::shopify, Platform::amazon, Platform::netsuite};
  std::vector<Format> formats{Format::plain, Format::json, Format::logfmt, Format::airbyte, Format::tether};
  std::vector<const Fault*> faults;     // what to plant; empty: all
  std::uint64_t start = 1'767'225'600;  // of the first session, seconds since 1970; default 2026-01-01
  std::uint64_t every =
      0;  // seconds between the starts of an integration's sessions, as a schedule does; 0: the next one at once
};

class Stream {
 public:
  explicit Stream(Settings settings);

  // Appends the next line (or lines that belong together) to `log`, and, when that ends a session, one line of JSON to `truth`.
  // Returns the session that spoke, valid until the next call; null when all is said.
  const Session* next(std::string& log, std::string& truth);

 private:
  void open_sessions();
  [[nodiscard]] bool may_open() const;
  [[nodiscard]] std::unique_ptr<Session> new_session(std::uint64_t integration);
  void tell_truth(const Session& session, std::string& truth) const;

  Settings settings_;
  Random random_;
  Layout layout_;
  Event event_;
  std::vector<std::unique_ptr<Session>> open_;
  std::unique_ptr<Session> ended_;
  std::uint64_t opened_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t now_ = 0;   // microseconds
  std::uint64_t wave_ = 0;  // how many times sessions were started by schedule
};

}  // namespace syncdx::generate
