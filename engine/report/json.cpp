// JSON for programs. The members' meaning is written down in tools/schema/diagnosis.schema.json.
#include "report/diagnosis_members.hpp"
#include "report/json_parts.hpp"
#include "report/session_line.hpp"
#include "report/wording.hpp"

#include "base/rounding.hpp"
#include "syncdx/batch.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace syncdx::report {
namespace {

// Costs and savings may be more than a thousand minutes.
double rounded_minutes(double value) { return std::isfinite(value) ? std::round(value * 100) / 100 : 0; }

Json strings(const std::vector<std::string>& list) {
  return array(list, [](const std::string& text) { return Json(text); });
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

// What diagnosis_members.hpp writes.
template <typename T>
  requires requires(JsonMembers& out, const T& item) { write_members(out, item); }
Json to_value(const T& item) {
  Json value = Json::object();
  JsonMembers members(value);
  write_members(members, item);
  return value;
}

Json to_value(const DiagnosedCause& cause) {
  return {{"id", cause.id},
          {"platform", cause.platform},
          {"issue", cause.issue},
          {"title", cause.title},
          {"explanation", cause.explanation},
          {"probability", six_digits(cause.probability)},
          {"prior", six_digits(cause.prior)},
          {"odds",
           {{"prior", six_digits(cause.prior_log_odds)},
            {"posterior", six_digits(cause.posterior_log_odds)},
            {"allowance", six_digits(cause.allowance)}}},
          {"evidence", array(cause.evidence, [](const Evidence& evidence) { return to_value(evidence); })}};
}

Json to_value(const DiagnosedStep& step) {
  return {{"id", step.id},
          {"title", step.title},
          {"kind", name_of(step.kind)},
          {"instructions", strings(step.instructions)},
          {"cost_minutes", rounded_minutes(step.cost_minutes)},
          {"fixes", strings(step.fixes)},
          {"probability_of_success", six_digits(step.probability_of_success)},
          {"expected_saving_minutes", rounded_minutes(step.expected_saving_minutes)},
          {"verify", step.verify}};
}

Json to_value(const Change& change) {
  return {{"finding", change.finding}, {"title", change.title}, {"to", state_name(change.to)}};
}

Json to_value(const OpenQuestion& question) { return {{"id", question.id}, {"question", question.question}}; }

Json to_value(const NotExamined& missing) {
  return {{"what", missing.what}, {"why", missing.why}, {"findings", missing.findings}};
}

Json to_value(const SourceRange& where) {
  return {{"path", where.path},
          {"line", where.begin.line},
          {"column", where.begin.column},
          {"end_line", where.end.line},
          {"end_column", where.end.column}};
}

Json to_value(const Diagnostic& diagnostic) {
  return {{"code", diagnostic.code},
          {"severity", severity_name(diagnostic.severity)},
          {"message", diagnostic.message},
          {"where", to_value(diagnostic.where)},
          {"notes", array(diagnostic.notes,
                          [](const DiagnosticNote& note) {
                            return Json{{"message", note.message}, {"where", to_value(note.where)}};
                          })},
          {"help", diagnostic.help}};
}

Json to_value(const KnownError& known) {
  return {{"id", known.id},
          {"kind", known.kind},
          {"platform", known.platform},
          {"title", known.title},
          {"means", known.means},
          {"guide", strings(known.guide)},
          {"points_to", strings(known.points_to)},
          {"steps", array(known.steps, [](const KnownStep& step) {
             return Json{{"id", step.id},
                         {"title", step.title},
                         {"instructions", strings(step.instructions)},
                         {"cost_minutes", rounded_minutes(step.cost_minutes)},
                         {"verify", step.verify}};
           })}};
}

template <typename T>
Json values(const std::vector<T>& list) {
  return array(list, [](const T& item) { return to_value(item); });
}

Json document_of(const Diagnosis& diagnosis) {
  return {{"schema", schema_version},
          {"platform", diagnosis.platform},
          {"platform_detected", diagnosis.platform_detected},
          {"platform_reason", diagnosis.platform_reason},
          {"session", diagnosis.session},
          {"complete", diagnosis.complete},
          {"complete_reason", diagnosis.complete_reason},
          {"issues", values(diagnosis.issues)},
          {"causes", values(diagnosis.causes)},
          {"outside", values(diagnosis.outside)},
          {"steps", values(diagnosis.steps)},
          {"what_would_change", values(diagnosis.what_would_change)},
          {"questions", values(diagnosis.questions)},
          {"unexplained", six_digits(diagnosis.unexplained)},
          {"unmatched_errors", values(diagnosis.unmatched_errors)},
          {"unmatched_error_count", diagnosis.unmatched_error_count},
          {"not_examined", values(diagnosis.not_examined)},
          {"inputs", values(diagnosis.inputs)},
          {"notes", values(diagnosis.notes)},
          {"exact", diagnosis.exact},
          {"error_bound", six_digits(diagnosis.error_bound)}};
}

}  // namespace

std::string session_json(const batch::SessionDiagnosis& session, batch::Detail detail) {
  if (detail == batch::Detail::slim) return slim_session_line(session);
  Json document = Json::object();
  JsonMembers members(document);
  write_session_head(members, session);
  document.update(document_of(session.diagnosis));
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const Diagnosis& diagnosis) { return dump(document_of(diagnosis)); }

std::string known_errors_json(std::string_view query, std::span<const KnownError> known) {
  const Json list = array(known, [](const KnownError& error) { return to_value(error); });
  return dump({{"schema", schema_version}, {"query", query}, {"known", list}});
}

std::string problems_json(std::span<const Diagnostic> problems) {
  const auto errors = std::ranges::count(problems, Severity::error, &Diagnostic::severity);
  const auto warnings = std::ranges::count(problems, Severity::warning, &Diagnostic::severity);
  const Json list = array(problems, [](const Diagnostic& problem) { return to_value(problem); });
  return dump({{"schema", schema_version}, {"errors", errors}, {"warnings", warnings}, {"problems", list}});
}

}  // namespace syncdx::report
