#include "report/sample_diagnoses.hpp"
#include "syncdx/batch.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <limits>
#include <string>
#include <vector>

namespace {

using namespace syncdx;
using Json = nlohmann::json;

}  // namespace

TEST_CASE("JSON has every member even where there is nothing to say, and lists are never absent") {
  const Json report = Json::parse(report::to_json(Diagnosis{}));
  CHECK(report.at("schema") == 1);
  for (const char* list :
       {"issues", "causes", "outside", "steps", "what_would_change", "unmatched_errors", "not_examined", "inputs", "notes"}) {
    CHECK(report.at(list) == Json::array());
  }
  CHECK(report.at("unexplained") == 1);
  CHECK(report.at("exact") == true);
}

TEST_CASE("JSON numbers have six significant digits and are always finite") {
  Diagnosis diagnosis = report::samples::rate_limited();
  auto& cause = diagnosis.causes.front();
  cause.probability = .123456789;
  cause.prior_log_odds = -std::numeric_limits<double>::infinity();
  cause.posterior_log_odds = std::numeric_limits<double>::infinity();
  cause.evidence[0].weight = -1e-17;
  cause.evidence[1].weight = std::numeric_limits<double>::quiet_NaN();
  const std::string text = report::to_json(diagnosis);
  const Json report = Json::parse(text);
  CHECK(text.find("\"probability\": 0.123457,") != std::string::npos);
  CHECK(report.at("causes").at(0).at("odds") == Json{{"allowance", 0.0}, {"prior", -1000.0}, {"posterior", 1000.0}});
  CHECK(report.at("causes").at(0).at("evidence").at(0).at("weight") == 0);
  CHECK(report.at("causes").at(0).at("evidence").at(1).at("weight") == 0);
  CHECK(text.find("null") == std::string::npos);
  CHECK(text.find("-0.0") == std::string::npos);
}

TEST_CASE("JSON of text that is not UTF-8 is still JSON, with replacement characters") {
  Diagnosis diagnosis;
  diagnosis.unmatched_errors = {{"a", 1, "\xff\xfe bad \xc3"}};
  const Json report = Json::parse(report::to_json(diagnosis));
  CHECK(report.at("unmatched_errors").at(0).at("text") == "\uFFFD\uFFFD bad \uFFFD");
}

TEST_CASE("a session's slim line says the same as its whole one, in the same characters") {
  batch::SessionDiagnosis session;
  session.diagnosis = report::samples::rate_limited();
  session.diagnosis.session = "ex-\"7\"\t\\ \u00e9";
  session.diagnosis.unmatched_errors = {{"a.log", 7, "\xff\x01 bad \xc3"}};
  session.seconds = 1e-5;
  session.lines = 12;
  session.recovered = true;
  const auto slim = report::session_json(session, batch::Detail::slim);
  const auto slim_line = nlohmann::ordered_json::parse(slim);
  CHECK(slim_line.dump() == slim);
  const Json full = Json::parse(report::session_json(session, batch::Detail::full));
  CHECK(slim_line.at("session") == session.diagnosis.session);
  for (const auto& [name, value] : slim_line.items()) {
    if (name == "causes" || name == "outside" || name == "steps") continue;  // less of each
    INFO(name);
    CHECK(Json::parse(value.dump()) == full.at(name));
  }
  REQUIRE(slim_line.at("causes").size() == full.at("causes").size());
  for (const auto& [name, value] : slim_line.at("causes").at(0).items()) {
    if (name != "evidence") CHECK(Json::parse(value.dump()) == full.at("causes").at(0).at(name));
  }
  auto evidence = full.at("causes").at(0).at("evidence").at(0);
  evidence.at("where") = Json::array({evidence.at("where").at(0)});
  CHECK(Json::parse(slim_line.at("causes").at(0).at("evidence").at(0).dump()) == evidence);
}

TEST_CASE("kinds and states are words in JSON") {
  const Json report = Json::parse(report::to_json(report::samples::rate_limited()));
  CHECK(report.at("steps").at(0).at("kind") == "repair");
  CHECK(report.at("steps").at(1).at("kind") == "test");
  CHECK(report.at("steps").at(2).at("kind") == "escalate");
  CHECK(report.at("causes").at(0).at("evidence").at(2).at("state") == "absent");
  CHECK(report.at("what_would_change").at(0).at("to") == "unknown");
}

TEST_CASE("problems of rules as JSON are counted by severity") {
  const std::vector<Diagnostic> problems = {
      {.code = "R101", .severity = Severity::error, .message = "bad", .where = {"a.yaml", {3, 5}, {3, 9}}},
      {.code = "R201", .severity = Severity::warning, .message = "odd"}};
  const Json report = Json::parse(report::problems_json(problems));
  CHECK(report.at("errors") == 1);
  CHECK(report.at("warnings") == 1);
  CHECK(report.at("problems").at(0).at("where").at("column") == 5);
}

TEST_CASE("known errors as JSON keep the query and every list") {
  const Json nothing = Json::parse(report::known_errors_json("x\xff", {}));
  CHECK(nothing.at("query") == "x\uFFFD");
  CHECK(nothing.at("known") == Json::array());
  const std::vector<KnownError> known = {{.id = "http_429",
                                          .kind = "symptom",
                                          .platform = "any",
                                          .title = "HTTP 429",
                                          .means = "",
                                          .guide = {"D4"},
                                          .points_to = {},
                                          .steps = {{"wait", "Wait", {"Wait a minute."}, 1, "It works."}}}};
  const Json report = Json::parse(report::known_errors_json("429", known));
  CHECK(report.at("known").at(0).at("guide") == Json::array({"D4"}));
  CHECK(report.at("known").at(0).at("points_to") == Json::array());
  CHECK(report.at("known").at(0).at("steps").at(0).at("instructions") == Json::array({"Wait a minute."}));
}
