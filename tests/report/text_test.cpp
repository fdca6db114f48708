#include "base/text.hpp"
#include "report/sample_diagnoses.hpp"
#include "report/wording.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace syncdx;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// A line may be too long only for a word at its end that has no room beside its indentation and label.
bool fits(const std::string& line, std::size_t width) {
  constexpr std::size_t widest_hang = 15;
  if (count_code_points(line) <= width) return true;
  const auto space = line.find_last_of(' ');
  const std::string word = space == std::string::npos ? line : line.substr(space + 1);
  return count_code_points(word) > width - widest_hang;
}

std::string without_ansi(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
    } else {
      plain += text[i];
    }
  }
  return plain;
}

Diagnosis with_probability(double probability) {
  Diagnosis diagnosis = report::samples::rate_limited();
  diagnosis.issues.front().probability = probability;
  return diagnosis;
}

}  // namespace

TEST_CASE("no line is longer than the width unless a single word is") {
  for (const auto& sample : report::samples::all()) {
    for (std::size_t width = 40; width <= 160; ++width) {
      for (const auto& line : lines_of(report::to_text(sample.diagnosis, {.width = width}))) {
        INFO(sample.name << " at " << width << ": " << line);
        CHECK(fits(line, width));
      }
    }
  }
}

TEST_CASE("width 0 wraps nothing: a log line stands whole on one line") {
  const std::string text = report::to_text(report::samples::rate_limited(), {.width = 0});
  CHECK(text.find("429 Too Many Requests retry-after=2.0 request_id=5f1c0d\n") != std::string::npos);
}

TEST_CASE("no control character but the newline is in a report, whatever the log holds") {
  for (const auto& sample : report::samples::all()) {
    const std::string text = report::to_text(sample.diagnosis) + report::to_markdown(sample.diagnosis);
    for (const char byte : text) CHECK((static_cast<unsigned char>(byte) >= 0x20 || byte == '\n'));
    CHECK(repair_utf8(text) == text);
  }
}

TEST_CASE("colour adds escape sequences and changes nothing else") {
  for (const auto& sample : report::samples::all()) {
    const std::string coloured = report::to_text(sample.diagnosis, {.width = 90, .colour = report::Colour::ansi});
    CHECK(coloured.find('\x1b') != std::string::npos);
    CHECK(without_ansi(coloured) == report::to_text(sample.diagnosis, {.width = 90}));
  }
}

TEST_CASE("the first line names the likely issue with its probability in words and percent") {
  struct Row {
    double probability;
    std::string expected;
  };
  const std::vector<Row> table = {{1, "virtually certain (> 99 %)"},
                                  {.9704, "very likely (97 %)"},
                                  {.72, "likely (72 %)"},
                                  {.5, "about as likely as not (50 %)"},
                                  {.2, "unlikely (20 %)"},
                                  {.06, "very unlikely (6 %)"},
                                  {.0001, "exceptionally unlikely (< 1 %)"},
                                  {std::nan(""), "exceptionally unlikely (< 1 %)"}};
  for (const auto& [probability, expected] : table) {
    const std::string first = lines_of(report::to_text(with_probability(probability))).front();
    CHECK(first == "Rate limit exceeded: " + expected);
  }
}

TEST_CASE("no report claims a probability of 0 or 100 percent") {
  for (int i = 0; i <= 100000; ++i) {
    const double probability = i / 100000.0;
    CHECK_FALSE(report::percent(probability).starts_with("0 "));
    CHECK_FALSE(report::percent(probability).starts_with("100"));
    CHECK_FALSE(report::percent(probability, 1).starts_with("0.0"));
    CHECK_FALSE(report::percent(probability, 1).starts_with("100"));
  }
}

TEST_CASE("minutes are written in the unit that a person would use") {
  struct Row {
    double minutes;
    std::string expected;
  };
  const std::vector<Row> table = {
      {0, "under 1 min"},           {.9, "under 1 min"}, {1, "1 min"},     {59.4, "59 min"},    {60, "1 h"},
      {90, "1 h 30 min"},           {1440, "1 day"},     {2880, "2 days"}, {-5, "under 1 min"}, {1e300, "365 days"},
      {std::nan(""), "under 1 min"}};
  for (const auto& [minutes, expected] : table) CHECK(report::minutes(minutes) == expected);
}

TEST_CASE("a session without a fault is said to be one, and no repair is advised") {
  const std::string text = report::to_text(report::samples::healthy());
  CHECK(text.starts_with("No known fault shows in this log\n"));
  CHECK(text.find("Resume the sync") == std::string::npos);
  CHECK(text.find("TEST: Ask whether the password was changed") != std::string::npos);
  CHECK(text.find("WHAT TO GIVE NEXT") != std::string::npos);
}

TEST_CASE("an empty log is called empty") {
  CHECK(report::to_text(report::samples::empty_log()).starts_with("The log is empty"));
}

TEST_CASE("error lines that no rule knows are told where nothing else is found") {
  Diagnosis diagnosis = report::samples::healthy();
  diagnosis.unmatched_errors = {{"ok.log", 9, "ERROR odd"}};
  diagnosis.unmatched_error_count = 1;
  const std::string text = report::to_text(diagnosis);
  CHECK(text.starts_with("No known fault shows in this log, but 1 error line that no rule knows\n"));
  CHECK(text.find("ok.log:9: ERROR odd") != std::string::npos);
}

TEST_CASE("an explanation outside the integration leads where it is the likeliest") {
  Diagnosis diagnosis = report::samples::undecided();
  diagnosis.outside.front().probability = .8;
  CHECK(report::to_text(diagnosis).starts_with(
      "Outside the integration's settings: A fault of the sync tool itself: likely (80 %)\n"));
}

TEST_CASE("causes under five percent and beyond the third are not spelled out") {
  const std::string text = report::to_text(report::samples::undecided());
  CHECK(text.find("3.  The sync is paused") != std::string::npos);
  CHECK(text.find("Further causes: A webhook was lost (7 %).") != std::string::npos);
  CHECK(text.find("The schedule never fires") == std::string::npos);
}

TEST_CASE("a default diagnosis gives a report in every format") {
  const Diagnosis nothing;
  CHECK(report::to_text(nothing).starts_with("No known fault shows in this log\n"));
  CHECK(report::to_markdown(nothing).starts_with("# No known fault shows in this log\n"));
  CHECK(report::to_json(nothing).find("\"causes\": []") != std::string::npos);
}

TEST_CASE("what no rule knows is said, and where to go on") {
  const std::string text = report::known_errors_text("frob\x1b[31m", {});
  CHECK(text.starts_with("No rule knows “frob\uFFFD[31m”.\n"));
  CHECK(text.find("syncdx diagnose") != std::string::npos);
}

TEST_CASE("a log that could not be read is not called empty") {
  Diagnosis nothing;
  nothing.inputs = {{"a.bin", 0, 0, true}};
  CHECK(report::to_text(nothing).starts_with("The log could not be read"));
  nothing.inputs = {{"a.log", 0, 0, false}};
  CHECK(report::to_text(nothing).starts_with("The log is empty"));
  nothing.session = "ex-1";
  CHECK(report::to_text(nothing).starts_with("No known fault shows in the exports"));
}

TEST_CASE("a known error shows its meaning, causes and numbered steps") {
  const std::vector<KnownError> known = {
      {.id = "http_429",
       .kind = "symptom",
       .platform = "any",
       .title = "HTTP 429",
       .means = "Too many calls",
       .guide = {"D4"},
       .points_to = {"rate_limited/Too many calls"},
       .steps = {{"wait", "Wait", {"Wait a minute."}, 1, "It works."}, {"retry", "Retry", {}, 2, ""}}}};
  const std::string text = report::known_errors_text("429", known);
  for (const char* part : {"symptom http_429 (any)", "Too many calls.", "guide: D4", "- rate_limited/Too many calls",
                           "1.  Wait (1 min)", "- Wait a minute.", "check  It works.", "2.  Retry (2 min)"}) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  }
}
