// The parts that list single sessions, alerts and lines, and the words around everything.
#include "report/html/chart.hpp"
#include "report/html/markup.hpp"
#include "report/html/rows.hpp"
#include "report/html/sections.hpp"
#include "report/html/time_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace syncdx::report::html {
namespace {

using batch::AlertKind;
using batch::BatchSummary;

constexpr std::size_t seconds_in_chart = 20;

constexpr RowLimits slow_rows{.screen = 20, .paper = 12};
constexpr RowLimits alert_rows{.screen = 8, .paper = 5};
constexpr RowLimits error_rows{.screen = 15, .paper = 8};
constexpr RowLimits problem_rows{.screen = 15, .paper = 8};

constexpr std::string_view not_filtered = "<p class=\"unfiltered\">Not filtered: of all sessions.</p>\n";

struct AlertWords {
  AlertKind kind = AlertKind::sync_failed;
  std::string_view title;
  std::string_view guide;
  std::string_view meaning;
  std::string_view none;
};

// Those that a look at single sessions does not show come first.
constexpr AlertWords alert_words[] = {
    {AlertKind::sync_delayed, "Sync delayed: gaps between runs", "F3", "A run began much later than is usual, or not at all.",
     "No gap between runs"},
    {AlertKind::data_discrepancy, "Data discrepancy", "F4", "A session's totals do not add up to what was fetched.",
     "No data discrepancy"},
    {AlertKind::overlapping_runs, "Overlapping runs", "A4",
     "A run began before the one before it had ended, which is how duplicates come about.", "No overlapping runs"},
    {AlertKind::error_threshold, "Too many errors", "F2", "More records failed in one session than the usual limit.",
     "No session with too many errors"},
    {AlertKind::sync_failed, "Sync failed", "F1", "A session failed.", "No failed sync"},
};

std::string slow_chart(const BatchSummary& summary) {
  const std::size_t rows = std::min(seconds_in_chart, summary.slowest.size());
  Chart chart{.id = "chart-slowest",
              .title = "Slowest sessions: usual time and what came on top",
              .description =
                  "One bar for each of the slowest sessions: the median duration of its platform and entity, and the excess.",
              .row_axis = "Session",
              .value_axis = "Duration",
              .unit = Unit::seconds};
  chart.series = {{"Usual duration", "o-healthy"}, {"Longer than usual", "o-unexplained"}};
  for (std::size_t i = 0; i < rows; ++i) {
    const auto& slow = summary.slowest[i];
    const auto seconds = static_cast<std::uint64_t>(std::max(0.0, slow.seconds));
    const auto usual = std::min(seconds, static_cast<std::uint64_t>(std::max(0.0, slow.usual_seconds)));
    chart.rows.push_back(slow.session);
    chart.values.push_back({usual, seconds - usual});
  }
  return bars(chart);
}

// The cause of a session that failed; of those of one name, the one whose rule is for the session's platform.
std::vector<batch::CauseCount>::const_iterator cause_of(const BatchSummary& summary, const batch::SlowSession& slow) {
  const auto is_it = [&](const auto& each) { return each.issue + '/' + each.id == slow.cause; };
  const auto exact =
      std::ranges::find_if(summary.causes, [&](const auto& each) { return each.platform == slow.platform && is_it(each); });
  return exact != summary.causes.end() ? exact : std::ranges::find_if(summary.causes, is_it);
}

std::string slow_row(const BatchSummary& summary, std::size_t row) {
  const auto& slow = summary.slowest[row];
  const auto outcome = std::ranges::find(outcomes_in_order, slow.outcome) - std::begin(outcomes_in_order);
  const auto cause = cause_of(summary, slow);
  const bool has_cause = !slow.cause.empty() && cause != summary.causes.end();
  std::string out =
      fmt::format("<tr{}{}{}{} data-outcome=\"{}\" data-cause=\"{}\">", row_attributes(row, "session", slow_rows),
                  platform_attribute(summary, slow.platform), entity_attribute(summary, slow.entity),
                  bucket_attribute(summary, slow.started), outcome, has_cause ? cause - summary.causes.begin() : -1);
  out += fmt::format(
      "<th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"time\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td><span class=\"tag n-{}\">{}</span></td><td>{}</td></tr>\n",
      name_cell(slow.session, "code"), name_cell(shown_platform(slow.platform)), name_cell(shown(slow.entity)),
      escaped(short_time(slow.started)), duration(slow.seconds), slow.usual_seconds > 0 ? duration(slow.usual_seconds) : "",
      batch::name_of(slow.outcome), title_of(slow.outcome), has_cause ? text_cell(cause->title) : "");
  return out;
}

// The cause that a failed sync's alert tells of by its title, if only one has it.
std::string cause_attribute(const BatchSummary& summary, const batch::Alert& alert) {
  if (alert.kind != AlertKind::sync_failed) return {};
  const auto cause = std::ranges::find(summary.causes, alert.detail, &batch::CauseCount::title);
  if (std::ranges::count(summary.causes, alert.detail, &batch::CauseCount::title) != 1) return " data-outcome=\"0\"";
  return fmt::format(R"( data-outcome="0" data-cause="{}")", cause - summary.causes.begin());
}

std::string alert_row(const BatchSummary& summary, const batch::Alert& alert, std::size_t row) {
  std::string sessions = name_cell(alert.session, "code");
  if (!alert.other.empty()) sessions += "<br>after " + name_cell(alert.other, "code");
  const bool of_all_entities = alert.entity.empty() && !alert.integration.empty();
  return fmt::format(
      "<tr{}{}{}{}{}><th scope=\"row\" class=\"time\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
      row_attributes(row, "alert", alert_rows), platform_attribute(summary, alert.platform),
      of_all_entities ? std::string() : entity_attribute(summary, alert.entity), bucket_attribute(summary, alert.time),
      cause_attribute(summary, alert), alert.time.empty() ? "(no time)" : escaped(short_time(alert.time)),
      name_cell(shown_platform(alert.platform)) + (alert.integration.empty() ? "" : ", " + name_cell(alert.integration)),
      of_all_entities ? "(all)" : name_cell(shown(alert.entity)), sessions, text_cell(alert.detail));
}

std::uint64_t count_of(const BatchSummary& summary, AlertKind kind) {
  std::uint64_t count = 0;
  for (const auto& alert : summary.alerts) count += alert.kind == kind ? alert.count : 0;
  return count;
}

std::string alert_chips(const BatchSummary& summary) {
  std::string out = "<div class=\"chips\" role=\"group\" aria-label=\"Kinds of alerts\" hidden>\n";
  for (const AlertWords& words : alert_words) {
    const auto count = count_of(summary, words.kind);
    out += fmt::format(
        "<button type=\"button\" class=\"chip\" aria-pressed=\"false\" data-shows=\"alerts-{}\"{}>{} ({}) <b>{}</b></button>\n",
        batch::name_of(words.kind), count == 0 ? " disabled" : "", words.title, words.guide, grouped(count));
  }
  return out + "</div>\n";
}

std::string alerts_of_kind(const BatchSummary& summary, const AlertWords& words) {
  std::string rows;
  std::size_t listed = 0;
  for (const auto& alert : summary.latest_alerts) {
    if (alert.kind == words.kind) rows += alert_row(summary, alert, listed++);
  }
  const auto all = std::max<std::uint64_t>(listed, count_of(summary, words.kind));
  std::string out = fmt::format("<div class=\"kind\" id=\"alerts-{}\">\n<h3>{} ({})</h3>\n", batch::name_of(words.kind),
                                words.title, words.guide);
  if (all == 0) return out + fmt::format("<p class=\"note\">{}.</p>\n</div>\n", words.none);
  const auto caption =
      listed == all ? fmt::format("All {}", grouped(all)) : fmt::format("The latest {} of {}", grouped(listed), grouped(all));
  return out + fmt::format("<p class=\"note\">{}</p>\n", words.meaning) +
         table_open(caption, {"Time", "Platform", "Entity", "Session", "What"}, alert_rows) + rows +
         table_close(listed, alert_rows) + "</div>\n";
}

struct Period {
  std::string first;
  std::string last;
};

// Of all sessions; where a clock was wrong, of the others.
Period period_of(const BatchSummary& summary) {
  if (summary.outlying_sessions == 0 || summary.buckets.empty()) {
    return {short_time(summary.first_time), short_time(summary.last_time)};
  }
  return {bucket_name(summary, 0), bucket_name(summary, summary.buckets.size() - 1)};
}

}  // namespace

std::string page_title(const BatchSummary& summary) {
  constexpr std::size_t date_size = 10;
  const auto period = period_of(summary);
  const auto first = period.first.substr(0, date_size);
  const auto last = period.last.substr(0, date_size);
  if (first.empty()) return "Sync report";
  return "Sync report, " + escaped(first == last ? first : first + " to " + last);
}

std::string heading(const BatchSummary& summary) {
  std::string out = "<header>\n<h1>Sync report</h1>\n<p class=\"lead\">" + counted(summary.sessions, "session", "sessions");
  if (const auto period = period_of(summary); !period.first.empty()) {
    out += fmt::format(" from {} to {}", escaped(period.first), escaped(period.last));
    if (summary.outlying_sessions > 0) {
      out += fmt::format(" ({} years apart, as if a clock were wrong)",
                         counted(summary.outlying_sessions, "session lies", "sessions lie"));
    }
  }
  out += fmt::format(", read from {} ({}, {}).</p>\n", counted(summary.inputs, "log", "logs"), byte_size(summary.bytes),
                     counted(summary.lines, "line", "lines"));
  if (const auto missing = not_counted(summary); !missing.empty()) {
    out += "<div class=\"warning\" id=\"not-counted\">\n<p>This page does not show everything:</p>\n<ul>\n" + missing +
           "</ul>\n</div>\n";
  }
  if (summary.lines_without_session > 0) {
    out += fmt::format("<p class=\"note\">{} before the first session key and {} to no session.</p>\n",
                       counted(summary.lines_without_session, "line stands", "lines stand"),
                       summary.lines_without_session == 1 ? "belongs" : "belong");
  }
  return out + "</header>\n";
}

std::string slowest(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "slowest", "Slowest sessions");
  if (summary.slowest.empty()) return out + empty_note(summary, "No session has a dated begin and end") + "</section>\n";
  out += slow_chart(summary);
  out += table_open("The slowest sessions; usual is the median of the same platform and entity",
                    {"Session", "Platform", "Entity", "Started", "#Took", "#Usual", "Outcome", "Likeliest cause"}, slow_rows);
  for (std::size_t i = 0; i < summary.slowest.size(); ++i) out += slow_row(summary, i);
  out += table_close(summary.slowest.size(), slow_rows);
  return out + "</section>\n";
}

std::string retries(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "retries", "Retries and recoveries");
  if (summary.retries == 0 && summary.sessions_recovered == 0) {
    return out + empty_note(summary, "No retry and no error that was survived") + "</section>\n";
  }
  out += fmt::format(
      "<ul class=\"numbers\"><li><span class=\"big\">{}</span><span class=\"what\">lines that tell of a retry</span></li>\n"
      "<li><span class=\"big\">{}</span><span class=\"what\">sessions with retries, {}</span></li>\n"
      "<li><span class=\"big\">{}</span><span class=\"what\">sessions that survived an error</span></li></ul>\n",
      grouped(summary.retries), grouped(summary.sessions_retried), share(summary.sessions_retried, summary.sessions),
      grouped(summary.sessions_recovered));
  if (summary.platforms.empty() || summary.retries == 0) return out + "</section>\n";
  Chart chart{.id = "chart-retries",
              .title = "Retries by platform",
              .description = "One bar for each platform: lines that say that an error is retried, skipped or ignored.",
              .row_axis = "Platform",
              .value_axis = "Lines that tell of a retry",
              .series = {{"Retries", "o-recovered"}}};
  for (std::size_t i = 0; i < std::min(groups_by_name, summary.platforms.size()); ++i) {
    chart.rows.emplace_back(shown_platform(summary.platforms[i].name));
    chart.values.push_back({summary.platforms[i].retries});
  }
  return out + bars(chart) + std::string(not_filtered) + "</section>\n";
}

std::string alerts(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "alerts", "Alerts: failures, gaps and duplicates between runs");
  std::uint64_t all = 0;
  Chart chart{.id = "chart-alerts",
              .title = "Alerts by kind",
              .description = "One bar for each kind of alert of the troubleshooting guide.",
              .row_axis = "Alert",
              .value_axis = "Alerts",
              .series = {{"Alerts", "o-unexplained"}}};
  for (const AlertWords& words : alert_words) {
    const auto count = count_of(summary, words.kind);
    chart.rows.push_back(fmt::format("{} ({})", words.title, words.guide));
    chart.values.push_back({count});
    all += count;
  }
  if (all == 0) return out + empty_note(summary, "No alert") + "</section>\n";
  out += bars(chart) + std::string(not_filtered) + alert_chips(summary);
  for (const AlertWords& words : alert_words) out += alerts_of_kind(summary, words);
  return out + "</section>\n";
}

std::string unexplained(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "unexplained", "Errors that no rule explains");
  if (summary.unexplained.empty()) return out + empty_note(summary, "No error without a rule") + "</section>\n";
  out += fmt::format("<p class=\"note\">{} in all; like ones together. <code>syncdx gaps</code> proposes rules for them.</p>\n",
                     counted(summary.unexplained_lines, "line", "lines"));
  out += std::string(not_filtered) +
         table_open("Unexplained errors, those of most sessions first", {"#Sessions", "#Lines", "Example"}, error_rows);
  for (std::size_t i = 0; i < summary.unexplained.size(); ++i) {
    const auto& error = summary.unexplained[i];
    out += fmt::format(
        "<tr{}><td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}<span class=\"id\">session {}, {}:{}"
        "</span></td></tr>\n",
        row_attributes(i, "error", error_rows), grouped(error.sessions), grouped(error.lines),
        text_cell(error.example.text, "pre"), escaped(error.example.session), escaped(error.example.source),
        error.example.line);
  }
  return out + table_close(summary.unexplained.size(), error_rows) + "</section>\n";
}

std::string not_examined(const BatchSummary& summary) {
  if (summary.problem_count == 0) return {};
  std::string out = fmt::format(section_open, "problems", "Not, or not wholly, examined");
  out += table_open(fmt::format("{} of {} with the logs", grouped(summary.problems.size()),
                                counted(summary.problem_count, "problem", "problems")),
                    {"Log", "Problem", "What to do"}, problem_rows);
  for (std::size_t i = 0; i < summary.problems.size(); ++i) {
    const auto& problem = summary.problems[i];
    out += fmt::format("<tr{}><th scope=\"row\">{}</th><td>{} <span class=\"id\">{}</span></td><td>{}</td></tr>\n",
                       row_attributes(i, "problem", problem_rows), text_cell(problem.input, "code"), text_cell(problem.message),
                       escaped(problem.code), text_cell(problem.help));
  }
  return out + table_close(summary.problems.size(), problem_rows) + "</section>\n";
}

std::string reading_help(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "help", "How to read this page");
  out += "<dl>\n";
  for (const batch::Outcome outcome : outcomes_in_order) {
    out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", title_of(outcome), meaning_of(outcome));
  }
  out +=
      "<dt>Cause</dt><dd>the likeliest cause of a failed session; <code>diagnoses.jsonl</code> holds all causes of each "
      "session with "
      "their evidence</dd>\n<dt>Charts</dt><dd>point at a bar or column, or go to it with the Tab and arrow keys, to read its "
      "figures; a click or Enter shows only its sessions</dd>\n</dl>\n";
  return out + fmt::format("<p class=\"id\">Rules: {}</p>\n</section>\n", escaped(summary.rules_hash));
}

}  // namespace syncdx::report::html
