#include "report/sample_summaries.hpp"
#include "syncdx/report.hpp"

#include "report/html/chart.hpp"
#include "report/html/markup.hpp"
#include "report/html/time_axis.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

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

TEST_CASE("where sessions are not counted, no empty section speaks as if all were well") {
  const std::string page = report::batch_html(report::samples::in_doubt());
  for (const std::string_view calm :
       {"No session failed", "No alert", "No error without", "No retry and", "No session has a"}) {
    INFO(calm);
    CHECK(count(page, calm) == 0);
  }
  CHECK(count(page, "14 sessions are in doubt and not counted; 2 sessions are left out; 1 problem with the logs") == 8);
  auto some = report::samples::in_doubt();
  some.sessions = some.outcomes.healthy = 3;
  const std::string counted = report::batch_html(some);
  CHECK(count(counted, "No session failed among the 3 sessions that are counted. 14 sessions are in doubt") == 1);
  const std::string empty = report::batch_html(report::samples::nothing());
  CHECK(count(empty, "No session was found in the logs.") == 8);
}

TEST_CASE("an interrupted run says so at the top and where a list is empty") {
  auto summary = report::samples::nothing();
  summary.interrupted = true;
  const std::string page = report::batch_html(summary);
  CHECK(page.find("The run was interrupted.</b>") < page.find("<main>"));
  CHECK(count(page, "nothing can be said here. The run was interrupted:") == 8);
}

TEST_CASE("a cause's card tells its sessions' platforms and how often its step is the first one") {
  auto summary = report::samples::eight_weeks();
  summary.causes[0].platforms = {{"shopify", 1200}, {"any", 40}, {"amazon", 3}, {"netsuite", 2}, {"tether", 1}};
  const std::string page = report::batch_html(summary);
  CHECK(count(page, "platforms: shopify (1,200), (not known) (40), amazon (3), netsuite (2) and 1 other") == 1);
  CHECK(count(page, "(the first advice in 7 of the ") == 8);
  CHECK(count(page, "rule for") == 0);
}

TEST_CASE("each kind of alert has its own list that says of how many it shows the latest") {
  const std::string page = report::batch_html(report::samples::eight_weeks());
  for (const std::string_view kind : {"Sync delayed: gaps between runs (F3)", "Data discrepancy (F4)", "Overlapping runs (A4)",
                                      "Too many errors (F2)", "Sync failed (F1)"}) {
    INFO(kind);
    CHECK(count(page, "<h3>" + std::string(kind) + "</h3>") == 1);
  }
  CHECK(count(page, "<caption>The latest 50 of 61</caption>") == 1);
  CHECK(count(page, "<caption>All 9</caption>") == 1);
}

TEST_CASE("a name of one word that no line holds is cut to the room it has") {
  using report::html::fit_name;
  CHECK(fit_name("orders", 330) == "orders");
  CHECK(fit_name(std::string(100, 'W'), 100) == "WWWWWW…");
  CHECK(fit_name("ääääääää", 60) == "ääää…");
  CHECK(fit_name("", 60).empty());
}

TEST_CASE("an axis of durations ends at round ones") {
  using report::html::axis_end;
  using report::html::Unit;
  CHECK(axis_end(0, Unit::seconds) == 4);
  CHECK(axis_end(50, Unit::seconds) == 60);
  CHECK(axis_end(7300, Unit::seconds) == 4 * 3600);
  CHECK(axis_end(6 * 86400, Unit::seconds) == 8 * 86400);
}

TEST_CASE("times of day stand on a short axis, the date where a day begins") {
  struct Case {
    batch::BucketWidth width;
    std::vector<std::string> begins;
    std::vector<std::string> labels;
    std::vector<std::string> below;
    std::size_t days;
  };
  const std::vector<Case> cases{
      {batch::BucketWidth::hour,
       {"2026-11-20T22:00:00Z", "2026-11-20T23:00:00Z", "2026-11-21T00:00:00Z"},
       {"22:00", "23:00", "00:00"},
       {"2026-11-20", "", "2026-11-21"},
       1},
      {batch::BucketWidth::six_hours,
       {"2026-11-20T00:00:00Z", "2026-11-20T06:00:00Z"},
       {"00:00", "06:00"},
       {"2026-11-20", ""},
       0},
      {batch::BucketWidth::day, {"2026-11-20", "2026-11-21"}, {"2026-11-20", "2026-11-21"}, {"", ""}, 0},
      {batch::BucketWidth::month, {"2026-11-01", "2026-12-01"}, {"2026-11", "2026-12"}, {"", ""}, 0},
      {batch::BucketWidth::year, {"2026-01-01"}, {"2026"}, {""}, 0},
  };
  for (const auto& [width, begins, labels, below, days] : cases) {
    batch::BatchSummary summary;
    summary.bucket_width = width;
    for (const auto& begin : begins) summary.buckets.push_back({.begin = begin});
    const auto ticks = report::html::time_ticks(summary);
    INFO(batch::name_of(width));
    REQUIRE(ticks.size() == labels.size());
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      CHECK(ticks[i].label == labels[i]);
      CHECK(ticks[i].below == below[i]);
    }
    CHECK(report::html::midnights(summary).size() == days);
  }
}

TEST_CASE("a chart of one cause names it") {
  auto summary = report::samples::one_night();
  summary.causes.resize(1);
  for (auto& bucket : summary.buckets) bucket.by_cause.resize(1);
  for (auto& group : summary.platforms) group.by_cause.resize(1);
  for (auto& group : summary.entities) group.by_cause.resize(1);
  std::erase_if(summary.cells, [](const batch::Cell& cell) { return cell.cause != batch::Cell::none && cell.cause > 0; });
  const std::string page = report::batch_html(summary);
  CHECK(count(page, "class=\"c-0\"/></svg>The platform is down</li>") == 1);
}

TEST_CASE("a wrong clock does not stretch the period that the page names") {
  auto summary = report::samples::one_night();
  summary.first_time = "1970-01-01T00:00:07Z";
  summary.last_time = "7026-01-01T00:01:07Z";
  summary.outlying_sessions = 2;
  const std::string page = report::batch_html(summary);
  CHECK(count(page, "<title>Sync report, 2026-11-20 to 2026-11-21</title>") == 1);
  CHECK(count(page, "sessions from 2026-11-20 20:00 to 2026-11-21 07:45 (2 sessions lie years apart") == 1);
  CHECK(count(page, "1970") == 0);
}

TEST_CASE("a time is in the bucket that it lies in, and in none if it lies far from all") {
  const auto summary = report::samples::one_night();
  using report::html::bucket_of;
  CHECK(bucket_of(summary, "2026-11-20T20:00:00Z") == 0);
  CHECK(bucket_of(summary, "2026-11-20T20:14:59.9Z") == 0);
  CHECK(bucket_of(summary, "2026-11-20T20:15:00.25Z") == 1);
  CHECK(bucket_of(summary, "2026-11-21T07:59:00Z") == 47);
  CHECK_FALSE(bucket_of(summary, "2026-11-20T19:59:59Z"));
  CHECK_FALSE(bucket_of(summary, "7026-11-20T19:59:59Z"));
  CHECK_FALSE(bucket_of(summary, ""));
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
