#include "report/sample_summaries.hpp"
#include "syncdx/report.hpp"

#include "report/html/chart.hpp"
#include "report/html/markup.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace syncdx;
using report::html::escaped;

namespace {

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

}  // namespace

TEST_CASE("nothing that a log says is markup") {
  CHECK(escaped("<a href=\"x\" b='y'>`&") == "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&#96;&amp;");
  CHECK(escaped("a\x1b[0m\x01"
                "b\xff") ==
        "a\xEF\xBF\xBD[0m\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(escaped("two\nlines\tand ü") == "two\nlines\tand ü");
}

TEST_CASE("a hostile log adds no element, attribute or script to the page") {
  const std::string harmless = report::batch_html(report::samples::eight_weeks());
  const std::string hostile = report::batch_html(report::samples::hostile_weeks());
  for (const std::string_view element :
       {"<script", "</script", "<img", "<iframe", "<form", "<a ", "<link", "<style", "<svg/", "</pre>"}) {
    INFO(element);
    CHECK(count(hostile, element) == count(harmless, element));
  }
  CHECK(count(hostile, "onerror=alert(1)&gt;") > 10);
  CHECK(hostile.find('\x1b') == std::string::npos);
  CHECK(hostile.find('\x01') == std::string::npos);
  CHECK(hostile.find("\xe2\x80\xae") == std::string::npos);
  CHECK(hostile.find('\xff') == std::string::npos);
}

TEST_CASE("the page allows no connection, and only its own script") {
  const std::string page = report::batch_html(report::samples::eight_weeks());
  CHECK(page.find("default-src 'none'") < page.find("<body>"));
  CHECK(count(page, "http://") + count(page, "https://") == 0);
  CHECK(count(page, " src=") == 0);
  CHECK(count(page, "script-src 'sha256-") == 1);
  CHECK(count(page, "'unsafe-inline'") == 1);
}

TEST_CASE("every chart has a title, a description, axis names and the same figures as a table") {
  const std::string page = report::batch_html(report::samples::eight_weeks());
  const std::size_t charts = count(page, "<figure class=\"chart\"");
  CHECK(charts == 9);
  CHECK(count(page, "role=\"img\"") == charts);
  CHECK(count(page, "<desc id=") == charts);
  CHECK(count(page, "<details class=\"figures\">") == charts);
  CHECK(count(page, "class=\"axis-name\"") >= charts);
}

TEST_CASE("equal summaries give equal pages, and a summary of nothing gives a page too") {
  CHECK(report::batch_html(report::samples::crowded()) == report::batch_html(report::samples::crowded()));
  const std::string page = report::batch_html(report::samples::nothing());
  CHECK(page.find("0 sessions") != std::string::npos);
  CHECK(page.find("</html>") != std::string::npos);
}

TEST_CASE("what a chart does not show by name is added up") {
  const std::string page = report::batch_html(report::samples::crowded());
  CHECK(count(page, "24 further causes") > 0);
  CHECK(count(page, "29 others") > 0);
}

TEST_CASE("an axis ends at four round steps that hold the largest value") {
  using report::html::axis_end;
  CHECK(axis_end(0) == 4);
  CHECK(axis_end(4) == 4);
  CHECK(axis_end(5) == 8);
  CHECK(axis_end(9) == 12);
  CHECK(axis_end(21) == 24);
  CHECK(axis_end(33) == 40);
  CHECK(axis_end(49) == 60);
  CHECK(axis_end(12'077) == 16'000);
  CHECK(axis_end(1'999) == 2'000);
  CHECK(axis_end(18'000'000'000'000'000'000U) == 18'000'000'000'000'000'000U);
}

TEST_CASE("durations, sizes and shares read as people say them") {
  using namespace report::html;
  CHECK(duration(0.42) == "0.4 s");
  CHECK(duration(200) == "3 min 20 s");
  CHECK(duration(7500) == "2 h 5 min");
  CHECK(duration(3 * 86400) == "3 days");
  CHECK(byte_size(2'140'000'000) == "2.1 GB");
  CHECK(byte_size(999) == "999 bytes");
  CHECK(share(0, 5) == "0 %");
  CHECK(share(1, 1000) == "< 1 %");
  CHECK(share(999, 1000) == "> 99 %");
  CHECK(share(5, 5) == "100 %");
  CHECK(short_time("2026-11-20T17:01:03Z") == "2026-11-20 17:01 UTC");
}
