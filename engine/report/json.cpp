// JSON for programs. The members' meaning is written down in tools/schema/diagnosis.schema.json.
#include "report/json_parts.hpp"
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

std::string_view kind_name(StepKind kind) {
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

Json to_value(const Sighting& seen) {
  return {{"source", seen.source}, {"line", seen.line}, {"text", seen.text}, {"time", seen.time}};
}

Json to_value(const Evidence& evidence) {
  return {{"finding", evidence.finding},
          {"title", evidence.title},
          {"state", state_name(evidence.state)},
          {"recovered", evidence.recovered},
          {"count", evidence.count},
          {"weight", six_digits(evidence.weight)},
          {"where", array(evidence.where, [](const Sighting& seen) { return to_value(seen); })}};
}

Json to_value(const DiagnosedIssue& issue) {
  return {{"id", issue.id}, {"title", issue.title}, {"probability", six_digits(issue.probability)}};
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
          {"kind", kind_name(step.kind)},
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

Json to_value(const UnmatchedError& error) { return {{"source", error.source}, {"line", error.line}, {"text", error.text}}; }

Json to_value(const NotExamined& missing) {
  return {{"what", missing.what}, {"why", missing.why}, {"findings", missing.findings}};
}

Json to_value(const InputSummary& input) {
  return {{"name", input.name}, {"bytes", input.bytes}, {"lines", input.lines}, {"cut", input.cut}};
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

// What a session's line has besides the diagnosis.
Json batch_head(const batch::SessionDiagnosis& session) {
  return {{"schema", schema_version},
          {"session", session.diagnosis.session},
          {"outcome", batch::name_of(session.outcome)},
          {"platform", session.diagnosis.platform},
          {"entity", session.entity},
          {"started", session.started},
          {"ended", session.ended},
          {"seconds", session.seconds},
          {"lines", session.lines},
          {"retries", session.retries},
          {"recovered", session.recovered}};
}

Json slim_value(const DiagnosedCause& cause) {
  return {{"id", cause.id},
          {"platform", cause.platform},
          {"issue", cause.issue},
          {"title", cause.title},
          {"probability", six_digits(cause.probability)},
          {"evidence", array(cause.evidence, [](const Evidence& evidence) {
             Json value = to_value(evidence);
             value["where"] = Json::array();
             if (!evidence.where.empty()) value["where"].push_back(to_value(evidence.where.front()));
             return value;
           })}};
}

Json slim_value(const DiagnosedStep& step) {
  return {{"id", step.id},
          {"title", step.title},
          {"kind", kind_name(step.kind)},
          {"probability_of_success", six_digits(step.probability_of_success)}};
}

std::string dump_line(const Json& document) { return document.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string session_json(const batch::SessionDiagnosis& session, batch::Detail detail) {
  Json document = batch_head(session);
  const auto& diagnosis = session.diagnosis;
  if (detail == batch::Detail::full) {
    document.update(document_of(diagnosis));
    return dump_line(document);
  }
  const auto slim = [](const auto& list) { return array(list, [](const auto& item) { return slim_value(item); }); };
  document["complete"] = diagnosis.complete;
  document["issues"] = values(diagnosis.issues);
  document["causes"] = slim(diagnosis.causes);
  document["outside"] = slim(diagnosis.outside);
  document["steps"] = slim(diagnosis.steps);
  document["unexplained"] = six_digits(diagnosis.unexplained);
  document["unmatched_errors"] = values(diagnosis.unmatched_errors);
  document["unmatched_error_count"] = diagnosis.unmatched_error_count;
  document["inputs"] = values(diagnosis.inputs);
  document["exact"] = diagnosis.exact;
  return dump_line(document);
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
