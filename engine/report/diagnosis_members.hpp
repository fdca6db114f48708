// The members of what both a whole diagnosis and a session's line in a batch show, written once for both: into a JSON document
// (JsonMembers), or straight to text (LineMembers in session_line.cpp), which a batch of millions of sessions has time for.
//
// A writer `out` takes a member by `out(name, value)` and a list by `out.list(name, items, write)`, which calls `write(out,
// item)` for each item. Pure; thread safe.
#pragma once

#include "report/json_parts.hpp"
#include "report/wording.hpp"

#include "base/rounding.hpp"
#include "syncdx/batch.hpp"
#include "syncdx/diagnosis.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

namespace syncdx::report {

// Adds members to `object`, which must outlive it.
class JsonMembers {
 public:
  explicit JsonMembers(Json& object) : object_(object) {}

  template <typename T>
  void operator()(const char* name, const T& value) {
    object_[name] = value;
  }

  template <typename List, typename Write>
  void list(const char* name, const List& items, Write write) {
    Json& values = object_[name] = Json::array();
    for (const auto& item : items) {
      Json value = Json::object();
      JsonMembers members(value);
      write(members, item);
      values.push_back(std::move(value));
    }
  }

 private:
  Json& object_;
};

[[nodiscard]] constexpr std::string_view name_of(StepKind kind) noexcept {
  switch (kind) {
    case StepKind::test:
      return "test";
    case StepKind::escalate:
      return "escalate";
    case StepKind::repair:
      break;
  }
  return "repair";
}

template <typename Out>
void write_members(Out& out, const Sighting& seen) {
  out("source", seen.source);
  out("line", seen.line);
  out("text", seen.text);
  out("time", seen.time);
}

// With the first `most_seen` lines that show it.
template <typename Out>
void write_evidence(Out& out, const Evidence& evidence, std::size_t most_seen) {
  out("finding", evidence.finding);
  out("title", evidence.title);
  out("state", state_name(evidence.state));
  out("recovered", evidence.recovered);
  out("count", evidence.count);
  out("weight", six_digits(evidence.weight));
  out.list("where", std::span(evidence.where).first(std::min(most_seen, evidence.where.size())),
           [](auto& members, const Sighting& seen) { write_members(members, seen); });
}

template <typename Out>
void write_members(Out& out, const Evidence& evidence) {
  write_evidence(out, evidence, evidence.where.size());
}

template <typename Out>
void write_members(Out& out, const DiagnosedIssue& issue) {
  out("id", issue.id);
  out("title", issue.title);
  out("probability", six_digits(issue.probability));
}

template <typename Out>
void write_members(Out& out, const UnmatchedError& error) {
  out("source", error.source);
  out("line", error.line);
  out("text", error.text);
}

template <typename Out>
void write_members(Out& out, const InputSummary& input) {
  out("name", input.name);
  out("bytes", input.bytes);
  out("lines", input.lines);
  out("cut", input.cut);
}

// For lists of any of these.
inline constexpr auto write_item = [](auto& out, const auto& item) { write_members(out, item); };

// What a session's line has besides the diagnosis.
template <typename Out>
void write_session_head(Out& out, const batch::SessionDiagnosis& session) {
  out("schema", schema_version);
  out("session", session.diagnosis.session);
  out("outcome", batch::name_of(session.outcome));
  out("platform", session.diagnosis.platform);
  out("integration", session.integration);
  out("entity", session.entity);
  out("started", session.started);
  out("ended", session.ended);
  out("seconds", session.seconds);
  out("lines", session.lines);
  out("retries", session.retries);
  out("recovered", session.recovered);
  out("in_doubt", session.in_doubt);
}

}  // namespace syncdx::report
