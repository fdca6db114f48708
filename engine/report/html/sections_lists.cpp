// The parts that list single sessions, alerts and lines, and the words around everything.
#include "report/html/chart.hpp"
#include "report/html/markup.hpp"
#include "report/html/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace syncdx::report::html {
namespace {

using batch::AlertKind;
using batch::BatchSummary;

constexpr std::size_t seconds_in_chart = 20;

template <typename Groups>
std::string index_attribute(const Groups& groups, std::string_view key, std::string_view name) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].name == name) return fmt::format(R"( data-{}="{}")", key, i);
  }
  return {};
}

std::string title_of_alert(AlertKind kind) {
  switch (kind) {
    case AlertKind::sync_failed:
      return "Sync failed (F1)";
    case AlertKind::error_threshold:
      return "Too many errors (F2)";
    case AlertKind::sync_delayed:
      return "Run late or missing (F3)";
    case AlertKind::data_discrepancy:
      return "Counts do not match (F4)";
    case AlertKind::overlapping_runs:
      break;
  }
  return "Overlapping runs (A4)";
}

std::string table_open(std::string_view caption, std::initializer_list<std::string_view> columns) {
  std::string out = fmt::format("<div class=\"wide\"><table><caption>{}</caption><thead><tr>", caption);
  for (const std::string_view column : columns) {
    const bool number = column.starts_with('#');
    out += fmt::format(R"(<th scope="col"{}>{}</th>)", number ? R"( class="number")" : "", column.substr(number ? 1 : 0));
  }
  return out + "</tr></thead>\n<tbody data-filtered>\n";
}

constexpr std::string_view table_close = "</tbody></table>\n<p class=\"none\" hidden>Nothing under this filter.</p></div>\n";

std::string slow_chart(const BatchSummary& summary) {
  const std::size_t rows = std::min(seconds_in_chart, summary.slowest.size());
  Chart chart{.id = "chart-slowest",
              .title = "Slowest sessions: usual time and what came on top",
              .description =
                  "One bar for each of the slowest sessions: the median duration of its platform and entity, and the excess.",
              .row_axis = "Session",
              .value_axis = "Seconds"};
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

std::string slow_row(const BatchSummary& summary, const batch::SlowSession& slow) {
  const auto outcome = std::ranges::find(outcomes_in_order, slow.outcome) - std::begin(outcomes_in_order);
  const auto cause =
      std::ranges::find_if(summary.causes, [&](const auto& each) { return each.issue + '/' + each.id == slow.cause; });
  const bool has_cause = !slow.cause.empty() && cause != summary.causes.end();
  std::string out = fmt::format("<tr data-row-of=\"session\"{}{} data-outcome=\"{}\" data-cause=\"{}\">",
                                index_attribute(summary.platforms, "platform", slow.platform),
                                index_attribute(summary.entities, "entity", slow.entity), outcome,
                                has_cause ? cause - summary.causes.begin() : -1);
  out += fmt::format(
      "<th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td class=\"time\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td><span class=\"tag n-{}\">{}</span></td><td>{}</td></tr>\n",
      escaped(slow.session), escaped(shown_platform(slow.platform)), escaped(shown(slow.entity)),
      escaped(short_time(slow.started)), duration(slow.seconds), slow.usual_seconds > 0 ? duration(slow.usual_seconds) : "",
      batch::name_of(slow.outcome), title_of(slow.outcome), has_cause ? escaped(cause->title) : "");
  return out;
}

std::string alert_row(const BatchSummary& summary, const batch::Alert& alert) {
  std::string sessions = fmt::format("<code>{}</code>", escaped(alert.session));
  if (!alert.other.empty()) sessions += fmt::format("<br>after <code>{}</code>", escaped(alert.other));
  return fmt::format(
      "<tr data-row-of=\"alert\"{}{}><th scope=\"row\">{}</th><td "
      "class=\"time\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
      index_attribute(summary.platforms, "platform", alert.platform), index_attribute(summary.entities, "entity", alert.entity),
      title_of_alert(alert.kind), escaped(short_time(alert.time)), escaped(shown_platform(alert.platform)),
      escaped(shown(alert.entity)), sessions, escaped(alert.detail));
}

}  // namespace

std::string heading(const BatchSummary& summary) {
  std::string out = "<header>\n<h1>Sync report</h1>\n<p class=\"lead\">";
  out += fmt::format("{} sessions", grouped(summary.sessions));
  if (!summary.first_time.empty()) {
    out += fmt::format(" from {} to {}", escaped(short_time(summary.first_time)), escaped(short_time(summary.last_time)));
  }
  out += fmt::format(", read from {} {} ({}, {} lines).</p>\n", grouped(summary.inputs), summary.inputs == 1 ? "log" : "logs",
                     byte_size(summary.bytes), grouped(summary.lines));
  if (summary.interrupted) {
    out +=
        "<p class=\"warning\"><b>The run was interrupted.</b> This page counts only the sessions that were complete by then; "
        "<code>--resume</code> goes on with the rest.</p>\n";
  }
  if (summary.sessions_left_out > 0) {
    out += fmt::format("<p class=\"note\">{} sessions were still under way when the reading stopped, and are left out.</p>\n",
                       grouped(summary.sessions_left_out));
  }
  if (summary.sessions_in_doubt > 0) {
    out += fmt::format(
        "<p class=\"warning\">{} sessions are in doubt, since their logs were unpacked from damaged files: they are in "
        "<code>diagnoses.jsonl</code>, but not counted here.</p>\n",
        grouped(summary.sessions_in_doubt));
  }
  if (summary.lines_without_session > 0) {
    out += fmt::format("<p class=\"note\">{} lines stand before the first session key and belong to no session.</p>\n",
                       grouped(summary.lines_without_session));
  }
  return out + "</header>\n";
}

std::string slowest(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "slowest", "Slowest sessions");
  if (summary.slowest.empty()) return out + "<p class=\"note\">No session's begin and end are dated.</p>\n</section>\n";
  out += slow_chart(summary);
  out += table_open("The slowest sessions; usual is the median of the same platform and entity",
                    {"Session", "Platform", "Entity", "Started", "#Took", "#Usual", "Outcome", "Likeliest cause"});
  for (const auto& slow : summary.slowest) out += slow_row(summary, slow);
  out += table_close;
  return out + "</section>\n";
}

std::string retries(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "retries", "Retries and recoveries");
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
  return out + bars(chart) + "<p class=\"note\">Retries are not filtered.</p>\n</section>\n";
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
  for (const auto& alert : summary.alerts) {
    chart.rows.push_back(title_of_alert(alert.kind));
    chart.values.push_back({alert.count});
    all += alert.count;
  }
  if (all == 0) return out + "<p class=\"note\">No alert.</p>\n</section>\n";
  out += bars(chart);
  if (summary.latest_alerts.empty()) return out + "</section>\n";
  out += table_open(fmt::format("The latest {} of {} alerts", grouped(summary.latest_alerts.size()), grouped(all)),
                    {"Alert", "Time", "Platform", "Entity", "Session", "What"});
  for (const auto& alert : summary.latest_alerts) out += alert_row(summary, alert);
  out += table_close;
  return out + "<p class=\"note\">Of the filter, alerts heed platform and entity; the chart shows all.</p>\n</section>\n";
}

std::string unexplained(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "unexplained", "Errors that no rule explains");
  if (summary.unexplained.empty()) return out + "<p class=\"note\">None.</p>\n</section>\n";
  out += fmt::format(
      "<p class=\"note\">{} lines in all; like ones together. <code>syncdx gaps</code> proposes rules for them. They are "
      "not filtered.</p>\n",
      grouped(summary.unexplained_lines));
  out +=
      "<div class=\"wide\"><table><caption>Unexplained errors, those of most sessions first</caption><thead><tr><th "
      "scope=\"col\" "
      "class=\"number\">Sessions</th><th scope=\"col\" class=\"number\">Lines</th><th "
      "scope=\"col\">Example</th></tr></thead>\n<tbody>\n";
  for (const auto& error : summary.unexplained) {
    out += fmt::format(
        "<tr><td class=\"number\">{}</td><td class=\"number\">{}</td><td><pre>{}</pre><span class=\"id\">session {}, {}:{}"
        "</span></td></tr>\n",
        grouped(error.sessions), grouped(error.lines), escaped(error.example.text), escaped(error.example.session),
        escaped(error.example.source), error.example.line);
  }
  return out + "</tbody></table></div>\n</section>\n";
}

std::string not_examined(const BatchSummary& summary) {
  if (summary.problem_count == 0) return {};
  std::string out = fmt::format(section_open, "problems", "Not, or not wholly, examined");
  out += fmt::format(
      "<div class=\"wide\"><table><caption>{} of {} problems with the logs</caption><thead><tr><th scope=\"col\">Log</th>"
      "<th scope=\"col\">Problem</th><th scope=\"col\">What to do</th></tr></thead>\n<tbody>\n",
      grouped(summary.problems.size()), grouped(summary.problem_count));
  for (const auto& problem : summary.problems) {
    out += fmt::format("<tr><th scope=\"row\"><code>{}</code></th><td>{} <span class=\"id\">{}</span></td><td>{}</td></tr>\n",
                       escaped(problem.input), escaped(problem.message), escaped(problem.code), escaped(problem.help));
  }
  return out + "</tbody></table></div>\n</section>\n";
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
      "their evidence</dd>\n</dl>\n";
  return out + fmt::format("<p class=\"id\">Rules: {}</p>\n</section>\n", escaped(summary.rules_hash));
}

}  // namespace syncdx::report::html
