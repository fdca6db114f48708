#include "report/sample_diagnoses.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace {

using namespace syncdx;
using report::explain_cause_text;

}  // namespace

TEST_CASE("a cause is found by its id, by issue and id, and by its full name") {
  const Diagnosis diagnosis = report::samples::rate_limited();
  const auto text = explain_cause_text(diagnosis, "request_rate_exceeded");
  REQUIRE(text);
  for (const char* name : {"rate_limited.request_rate_exceeded", "shopify.rate_limited.request_rate_exceeded"}) {
    REQUIRE(explain_cause_text(diagnosis, name));
    CHECK(*explain_cause_text(diagnosis, name) == *text);
  }
}

TEST_CASE("the arithmetic runs from the prior over every weight to the posterior") {
  const auto text = explain_cause_text(report::samples::rate_limited(), "request_rate_exceeded");
  REQUIRE(text);
  for (const char* part : {"-1.38        4.0 %", "+1.92   +0.54       77.6 %", "-0.26   +1.13       93.1 %", "sync.log:812"}) {
    INFO(*text);
    CHECK(text->find(part) != std::string::npos);
  }
  CHECK(text->find("not listed") == std::string::npos);
}

TEST_CASE("what the listed findings do not account for is a row of its own") {
  Diagnosis diagnosis = report::samples::rate_limited();
  diagnosis.causes.front().evidence.pop_back();
  const auto text = explain_cause_text(diagnosis, "request_rate_exceeded");
  REQUIRE(text);
  CHECK(text->find("- findings not listed here") != std::string::npos);
}

TEST_CASE("an unknown cause is an error that names the nearest ones") {
  const Diagnosis diagnosis = report::samples::undecided();
  struct Row {
    std::string asked;
    std::string nearest;
  };
  for (const auto& [asked, nearest] : {Row{"sync_pausd", "did you mean sync_paused"}, Row{"paused", "did you mean sync_paused"},
                                       Row{"x.y.tool_falt", "did you mean tool_fault"}}) {
    const auto text = explain_cause_text(diagnosis, asked);
    REQUIRE_FALSE(text);
    CHECK(text.error().code == "C002");
    INFO(text.error().message);
    CHECK(text.error().message.find(nearest) != std::string::npos);
  }
  CHECK(explain_cause_text(Diagnosis{}, "any").error().message.find("has no causes") != std::string::npos);
}

TEST_CASE("a cause without findings stays at its prior and says so") {
  Diagnosis diagnosis = report::samples::rate_limited();
  auto& cause = diagnosis.causes.front();
  cause.evidence.clear();
  cause.posterior_log_odds = cause.prior_log_odds;
  const auto text = explain_cause_text(diagnosis, cause.id);
  REQUIRE(text);
  CHECK(text->find("stays at its prior") != std::string::npos);
}
