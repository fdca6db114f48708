#include "report/session_line.hpp"

#include "report/diagnosis_members.hpp"

#include "base/json_line.hpp"

#include <algorithm>
#include <concepts>

namespace syncdx::report {
namespace {

// The same characters as a document of the same members has.
class LineMembers {
 public:
  explicit LineMembers(JsonLine& line) : line_(line) { line_.raw("{"); }

  template <typename T>
  void operator()(const char* name, const T& value) {
    begin(name);
    if constexpr (std::same_as<T, bool>) {
      line_.raw(value ? "true" : "false");
    } else if constexpr (std::integral<T>) {
      line_.number(value);
    } else if constexpr (std::floating_point<T>) {
      line_.raw(Json(value).dump());
    } else {
      text(value);
    }
  }

  template <typename List, typename Write>
  void list(const char* name, const List& items, Write write) {
    begin(name);
    line_.list(items, [&](const auto& item) {
      LineMembers members(line_);
      write(members, item);
      members.end();
    });
  }

  void end() { line_.raw("}"); }

 private:
  void begin(const char* name) {
    line_.raw(first_ ? "\"" : ",\"");
    first_ = false;
    line_.raw(name);
    line_.raw("\":");
  }

  void text(std::string_view value) {
    const bool plain = std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (plain) {
      line_.string(value);
    } else {
      line_.raw(Json(value).dump(-1, ' ', false, Json::error_handler_t::replace));
    }
  }

  JsonLine& line_;
  bool first_ = true;
};

constexpr auto write_slim_cause = [](auto& out, const DiagnosedCause& cause) {
  out("id", cause.id);
  out("platform", cause.platform);
  out("issue", cause.issue);
  out("title", cause.title);
  out("probability", six_digits(cause.probability));
  out.list("evidence", cause.evidence, [](auto& members, const Evidence& evidence) { write_evidence(members, evidence, 1); });
};

constexpr auto write_slim_step = [](auto& out, const DiagnosedStep& step) {
  out("id", step.id);
  out("title", step.title);
  out("kind", name_of(step.kind));
  out("probability_of_success", six_digits(step.probability_of_success));
};

}  // namespace

std::string slim_session_line(const batch::SessionDiagnosis& session) {
  const auto& diagnosis = session.diagnosis;
  JsonLine line;
  LineMembers out(line);
  write_session_head(out, session);
  out("complete", diagnosis.complete);
  out.list("issues", diagnosis.issues, write_item);
  out.list("causes", diagnosis.causes, write_slim_cause);
  out.list("outside", diagnosis.outside, write_slim_cause);
  out.list("steps", diagnosis.steps, write_slim_step);
  out("unexplained", six_digits(diagnosis.unexplained));
  out.list("unmatched_errors", diagnosis.unmatched_errors, write_item);
  out("unmatched_error_count", diagnosis.unmatched_error_count);
  out.list("inputs", diagnosis.inputs, write_item);
  out("exact", diagnosis.exact);
  out.end();
  return line.take();
}

}  // namespace syncdx::report
