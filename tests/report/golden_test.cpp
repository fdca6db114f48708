// Reports of the sample diagnoses against committed files. UPDATE_GOLDEN=1 in the environment rewrites them.
#include "report/sample_diagnoses.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace {

using namespace syncdx;

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void check_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(SYNCDX_SOURCE_DIR) + "/tests/report/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  INFO(path);
  CHECK(actual == read(path));
}

}  // namespace

TEST_CASE("the text of every sample diagnosis is the committed one") {
  for (const auto& sample : report::samples::all()) check_golden(sample.name + ".txt", report::to_text(sample.diagnosis));
}

TEST_CASE("the Markdown of every sample diagnosis is the committed one") {
  for (const auto& sample : report::samples::all()) check_golden(sample.name + ".md", report::to_markdown(sample.diagnosis));
}

TEST_CASE("the JSON of every sample diagnosis is the committed one") {
  for (const auto& sample : report::samples::all()) check_golden(sample.name + ".json", report::to_json(sample.diagnosis));
}

TEST_CASE("the arithmetic of a cause is the committed one") {
  const auto text = report::explain_cause_text(report::samples::rate_limited(), "request_rate_exceeded");
  REQUIRE(text);
  check_golden("explain_cause.txt", *text);
}

TEST_CASE("coloured text is the committed one") {
  check_golden("coloured.txt", report::to_text(report::samples::rate_limited(), {.width = 80, .colour = report::Colour::ansi}));
}
