// Markup in a log must not become markup in a ticket. The oracle is a small reader of code spans after CommonMark 0.31, section
// 6.1: what is outside of spans must hold none of the hostile text unescaped.
#include "report/sample_diagnoses.hpp"
#include "syncdx/report.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace syncdx;

std::size_t run_length(std::string_view text, std::size_t at) {
  const auto end = text.find_first_not_of('`', at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

std::size_t closing_run(std::string_view text, std::size_t from, std::size_t length) {
  for (std::size_t at = text.find('`', from); at != std::string_view::npos; at = text.find('`', at)) {
    const std::size_t run = run_length(text, at);
    if (run == length) return at;
    at += run;
  }
  return std::string_view::npos;
}

// One line with its code spans and escaped characters taken out.
std::string outside_code(std::string_view line) {
  std::string rest;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == '\\' && at + 1 < line.size()) {
      at += 2;
    } else if (line[at] == '`') {
      const std::size_t run = run_length(line, at);
      const std::size_t close = closing_run(line, at + run, run);
      if (close == std::string_view::npos) return rest + "UNCLOSED";
      at = close + run;
    } else {
      rest += line[at++];
    }
  }
  return rest;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string with_log_text(const std::string& text) {
  Diagnosis diagnosis = report::samples::rate_limited();
  diagnosis.causes.front().evidence.front().where.front().text = text;
  return report::to_markdown(diagnosis);
}

}  // namespace

TEST_CASE("hostile text never becomes a tag, link, heading, mention or open code span in Markdown") {
  for (const auto& line : lines_of(report::to_markdown(report::samples::hostile()))) {
    const std::string outside = outside_code(line);
    INFO(line);
    for (const char* markup : {"<", "](", "`", "@", "|", "UNCLOSED"}) CHECK(outside.find(markup) == std::string::npos);
    const auto text = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    if (text.starts_with("#")) CHECK((text.starts_with("# ") || text.starts_with("## ")));
    CHECK(outside.find("#7") == std::string::npos);
  }
}

TEST_CASE("log text with any run of backticks stays within its code span") {
  for (const char* text :
       {"`", "``", "a`b``c```d", "` `", "``` ```` `", "```sh", " leading", "trailing ", "\\`", "`\n# heading\n`"}) {
    bool found = false;
    for (const auto& line : lines_of(with_log_text(text))) {
      INFO(line);
      CHECK(outside_code(line).find("UNCLOSED") == std::string::npos);
      CHECK_FALSE(line.starts_with("# heading"));
      found = found || (line.find("`sync.log:812`") != std::string::npos && outside_code(line) == "     - : ");
    }
    CHECK(found);
  }
}

TEST_CASE("Markdown holds what the text holds") {
  const std::string markdown = report::to_markdown(report::samples::rate_limited());
  for (const char* part :
       {"# Rate limit exceeded: very likely (97 %)", "**Too many calls in a short time**", "`sync.log:812`",
        "   - against: not seen: A bulk job is running", "1. **Wait, then run the sync again** (2 min, 63 % chance",
        "2. **Test: Ask which other apps", "3. **Hand over: ", "## Would settle it", "## Not looked at", "## Unexplained"}) {
    INFO(markdown);
    CHECK(markdown.find(part) != std::string::npos);
  }
}

TEST_CASE("an instruction that starts like a list, quote or rule stays one line of text") {
  struct Row {
    std::string instruction;
    std::string expected;
  };
  for (const auto& [instruction, expected] :
       {Row{"- minus", "\\- minus"}, Row{"+ plus", "\\+ plus"}, Row{"> quote", "\\> quote"}, Row{"1. one", "1\\. one"},
        Row{"12) twelve", "12\\) twelve"}, Row{"   - deep", "\\- deep"}, Row{"* star", "\\* star"}, Row{"# head", "&#35; head"},
        Row{"404 page", "404 page"}, Row{"---", "\\---"}, Row{"7", "7"}}) {
    Diagnosis diagnosis = report::samples::rate_limited();
    diagnosis.steps.front().instructions = {instruction};
    const std::string markdown = report::to_markdown(diagnosis);
    INFO(markdown);
    CHECK(markdown.find("\n   - " + expected + "\n") != std::string::npos);
  }
}
