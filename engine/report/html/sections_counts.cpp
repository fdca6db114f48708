// The parts that count sessions: they are drawn anew when the page is filtered.
#include "report/html/chart.hpp"
#include "report/html/markup.hpp"
#include "report/html/rows.hpp"
#include "report/html/sections.hpp"
#include "report/html/time_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace syncdx::report::html {
namespace {

using batch::BatchSummary;
using batch::Cell;
using batch::GroupCount;
using batch::Outcome;

std::vector<Series> outcome_series() {
  std::vector<Series> series;
  for (const Outcome outcome : outcomes_in_order) {
    series.push_back({std::string(title_of(outcome)), fmt::format("o-{}", batch::name_of(outcome))});
  }
  return series;
}

std::vector<std::uint64_t> outcome_values(const batch::OutcomeCounts& counts) {
  std::vector<std::uint64_t> values;
  for (const Outcome outcome : outcomes_in_order) values.push_back(count_of(counts, outcome));
  return values;
}

constexpr std::size_t most_buckets_to_choose = 400;
constexpr RowLimits group_rows{.screen = 15, .paper = 12};
constexpr RowLimits cause_rows{.screen = 12, .paper = 6};

// A title that says which platform's where several causes have the same.
std::string cause_name(const BatchSummary& summary, std::size_t cause) {
  const auto& it = summary.causes[cause];
  const auto same = std::ranges::count(summary.causes, it.title, &batch::CauseCount::title);
  return same > 1 ? fmt::format("{} ({})", it.title, it.platform == "any" ? it.issue_title : it.platform) : it.title;
}

std::string outcomes_chart(const BatchSummary& summary) {
  Chart chart{.id = "chart-outcomes",
              .title = "Sessions by outcome",
              .description = "One bar for each outcome: how many sessions had it.",
              .row_axis = "Outcome",
              .value_axis = "Sessions",
              .rows_are = "outcome"};
  // One series for each outcome, on the diagonal, so that each bar has its outcome's colour.
  for (const Outcome outcome : outcomes_in_order) {
    chart.rows.emplace_back(title_of(outcome));
    chart.values.push_back({count_of(summary.outcomes, outcome)});
  }
  chart.series = {{"Sessions", "o-row"}};
  return bars(chart);
}

std::string outcomes_over_time(const BatchSummary& summary) {
  Chart chart{.id = "chart-time",
              .title = "Sessions over time, by outcome",
              .description = "One column for each stretch of time, divided by outcome; failed sessions at the bottom.",
              .row_axis = axis_title(summary.bucket_width),
              .value_axis = "Sessions",
              .rows_are = "bucket",
              .series_are = "outcome",
              .series = outcome_series(),
              .ticks = time_ticks(summary),
              .dividers = midnights(summary)};
  for (std::size_t i = 0; i < summary.buckets.size(); ++i) {
    chart.rows.push_back(bucket_name(summary, i));
    chart.values.push_back(outcome_values(summary.buckets[i].outcomes));
  }
  return columns(chart);
}

std::string causes_chart_over_time(const BatchSummary& summary) {
  const std::size_t named = std::min(causes_over_time, summary.causes.size());
  const bool rest = summary.causes.size() > named;
  Chart chart{.id = "chart-causes-time",
              .title = "Failed sessions over time, by likeliest cause",
              .description = "One column for each stretch of time, divided by cause; the most frequent cause at the bottom.",
              .row_axis = axis_title(summary.bucket_width),
              .value_axis = "Failed sessions",
              .rows_are = "bucket",
              .series_are = "cause",
              .last_series_is_rest = rest,
              .ticks = time_ticks(summary),
              .dividers = midnights(summary)};
  for (std::size_t cause = 0; cause < named; ++cause)
    chart.series.push_back({cause_name(summary, cause), fmt::format("c-{}", cause)});
  if (rest) chart.series.push_back({counted(summary.causes.size() - named, "further cause", "further causes"), "c-rest"});
  for (std::size_t i = 0; i < summary.buckets.size(); ++i) {
    const auto& bucket = summary.buckets[i];
    chart.rows.push_back(bucket_name(summary, i));
    std::vector<std::uint64_t> values(chart.series.size(), 0);
    for (std::size_t cause = 0; cause < bucket.by_cause.size() && !values.empty(); ++cause) {
      values[std::min(cause, values.size() - 1)] += bucket.by_cause[cause];
    }
    chart.values.push_back(std::move(values));
  }
  return columns(chart);
}

std::string_view name_in(std::string_view key, std::string_view name) {
  return key == "platform" ? shown_platform(name) : shown(name);
}

std::string group_chart(const std::vector<GroupCount>& groups, std::string_view what, std::string_view title) {
  const bool rest = groups.size() > groups_by_name;
  Chart chart{.id = fmt::format("chart-{}", what),
              .title = fmt::format("Sessions by {}, and their outcomes", what),
              .description = fmt::format("One bar for each {}, divided by outcome; failed sessions first.", what),
              .row_axis = std::string(title),
              .value_axis = "Sessions",
              .rows_are = std::string(what),
              .series_are = "outcome",
              .series = outcome_series(),
              .last_row_is_rest = rest};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto values = outcome_values(groups[i].outcomes);
    if (i >= groups_by_name && i > 0 && chart.rows.size() > groups_by_name) {
      for (std::size_t s = 0; s < values.size(); ++s) chart.values.back()[s] += values[s];
      continue;
    }
    const bool is_rest = rest && i == groups_by_name;
    chart.rows.push_back(is_rest ? counted(groups.size() - groups_by_name, "other", "others")
                                 : std::string(name_in(what, groups[i].name)));
    chart.values.push_back(values);
  }
  return bars(chart);
}

std::string group_table(const BatchSummary& summary, const std::vector<GroupCount>& groups, std::string_view key,
                        std::string_view title) {
  std::string out = table_open(fmt::format("{} in figures; the usual duration is the median of all sessions", title),
                               {title, "#Sessions", "#Failed", "#Usual duration", "Most frequent cause"}, group_rows);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const GroupCount& group = groups[i];
    const auto most = std::ranges::max_element(group.by_cause);
    const bool any = most != group.by_cause.end() && *most > 0;
    const auto cause = static_cast<std::size_t>(most - group.by_cause.begin());
    out += fmt::format(
        R"(<tr{0} data-{1}="{2}" data-group="{1}"><th scope="row">{3}</th><td class="number">{4}</td>)"
        R"(<td class="number">{5}</td><td class="number">{6}</td><td>{7}</td></tr>)",
        row_attributes(i, key, group_rows), key, i, name_cell(name_in(key, group.name)), grouped(group.outcomes.total()),
        fmt::format("{} ({})", grouped(group.outcomes.failed), share(group.outcomes.failed, group.outcomes.total())),
        group.median_seconds > 0 ? duration(group.median_seconds) : "",
        any ? fmt::format("{} ({})", escaped(cause_name(summary, cause)), grouped(*most)) : "");
    out += '\n';
  }
  return out + table_close(groups.size(), group_rows);
}

std::string options_of(std::string_view key, const std::vector<GroupCount>& groups) {
  std::string out;
  for (std::size_t i = 0; i < groups.size(); ++i)
    out += fmt::format(R"(<option value="{}">{}</option>)", i, escaped(name_in(key, groups[i].name)));
  return out;
}

std::string selection(std::string_view key, std::string_view label, const std::string& options) {
  return fmt::format(
      "<label for=\"f-{0}\">{1}<select id=\"f-{0}\" name=\"{0}\"><option value=\"\">all</option>{2}</select></label>\n", key,
      label, options);
}

std::string platforms_of(const batch::CauseCount& cause) {
  constexpr std::size_t most_named = 4;
  std::string out;
  for (std::size_t i = 0; i < std::min(most_named, cause.platforms.size()); ++i) {
    out += fmt::format("{}{} ({})", i == 0 ? "" : ", ", escaped(shown_platform(cause.platforms[i].name)),
                       grouped(cause.platforms[i].sessions));
  }
  if (cause.platforms.size() > most_named) out += " and " + counted(cause.platforms.size() - most_named, "other", "others");
  return out;
}

std::string cause_facts(const batch::CauseCount& cause) {
  std::string out = fmt::format("<p class=\"facts\">Issue: {}; probability on average {:.0f} %", escaped(cause.issue_title),
                                100 * cause.mean_probability);
  if (!cause.platforms.empty()) out += "; platforms: " + platforms_of(cause);
  if (!cause.first_time.empty() && cause.first_time == cause.last_time) {
    out += fmt::format("; seen <span class=\"time\">{}</span>", escaped(short_time(cause.first_time)));
  } else if (!cause.first_time.empty()) {
    out += fmt::format("; seen from <span class=\"time\">{}</span> to <span class=\"time\">{}</span>",
                       escaped(short_time(cause.first_time)), escaped(short_time(cause.last_time)));
  }
  return out + "</p>\n";
}

std::string cause_card(const BatchSummary& summary, std::size_t i) {
  const auto& cause = summary.causes[i];
  std::string out = fmt::format(
      "<li{0} data-cause=\"{1}\" data-by-count=\"{1}\"><div class=\"cause\">\n<h3>{2}</h3>\n"
      "<p class=\"facts\"><strong><span data-count-cause=\"{1}\">{3}</span> of <span data-count-outcome=\"0\">{4}</span> "
      "failed sessions</strong>, <span data-share-cause=\"{1}\">{5}</span></p>\n",
      row_attributes(i, "cause", cause_rows), i, escaped(cause_name(summary, i)), grouped(cause.sessions),
      grouped(summary.outcomes.failed), share(cause.sessions, summary.outcomes.failed));
  out += cause_facts(cause);
  if (!cause.first_step.empty()) {
    out += fmt::format("<p class=\"step\"><b>Do first:</b> {}", escaped(cause.first_step));
    if (cause.first_step_sessions < cause.sessions) {
      out += fmt::format(" <span class=\"aside\">(the first advice in {} of the {} with this cause)</span>",
                         grouped(cause.first_step_sessions), counted(cause.sessions, "session", "sessions"));
    }
    out += "</p>\n";
  }
  if (!cause.example.text.empty()) {
    out += fmt::format("<figure class=\"quote\"><figcaption>Example: session {}, {}:{}</figcaption><pre>{}</pre></figure>\n",
                       escaped(cause.example.session), escaped(cause.example.source), cause.example.line,
                       escaped(cause.example.text));
  }
  return out + fmt::format("<p class=\"id\">{}.{}.{}</p>\n</div></li>\n", escaped(cause.platform), escaped(cause.issue),
                           escaped(cause.id));
}

// Those that have sessions; none where they are too many to choose from.
std::string bucket_options(const BatchSummary& summary) {
  std::string out;
  if (summary.buckets.size() > most_buckets_to_choose) return out;
  for (std::size_t i = 0; i < summary.buckets.size(); ++i) {
    if (summary.buckets[i].outcomes.total() == 0) continue;
    out += fmt::format(R"(<option value="{}">{}</option>)", i, escaped(bucket_name(summary, i)));
  }
  return out;
}

}  // namespace

std::string filter_form(const BatchSummary& summary) {
  std::string outcomes;
  for (std::size_t i = 0; i < std::size(outcomes_in_order); ++i) {
    outcomes += fmt::format(R"(<option value="{}">{}</option>)", i, title_of(outcomes_in_order[i]));
  }
  std::string cause_options;
  for (std::size_t i = 0; i < summary.causes.size(); ++i) {
    cause_options += fmt::format(R"(<option value="{}">{}</option>)", i, escaped(cause_name(summary, i)));
  }
  const std::string times = bucket_options(summary);
  return "<form id=\"filter\" hidden aria-label=\"Filter\">\n" +
         selection("platform", "Platform", options_of("platform", summary.platforms)) +
         selection("entity", "Entity", options_of("entity", summary.entities)) + selection("outcome", "Outcome", outcomes) +
         selection("cause", "Cause", cause_options) + (times.empty() ? times : selection("bucket", "Began (UTC)", times)) +
         "<button type=\"reset\">Show all</button>\n<output id=\"filter-says\" role=\"status\" "
         "aria-live=\"polite\"></output>\n</form>\n";
}

std::string overview(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "overview", "Sessions by outcome");
  if (summary.sessions == 0) return out + empty_note(summary, "No session") + "</section>\n";
  out += "<ul class=\"numbers\">\n";
  out += fmt::format("<li><span class=\"big\" data-count-sessions>{}</span><span class=\"what\">Sessions</span></li>\n",
                     grouped(summary.sessions));
  for (std::size_t i = 0; i < std::size(outcomes_in_order); ++i) {
    const Outcome outcome = outcomes_in_order[i];
    const std::uint64_t count = count_of(summary.outcomes, outcome);
    out += fmt::format(
        "<li class=\"n-{}\"><span class=\"big\" data-count-outcome=\"{}\">{}</span><span class=\"what\">{}, <span "
        "data-share-outcome=\"{}\">{}</span></span></li>\n",
        batch::name_of(outcome), i, grouped(count), title_of(outcome), i, share(count, summary.outcomes.total()));
  }
  return out + "</ul>\n" + outcomes_chart(summary) + "</section>\n";
}

std::string over_time(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "time", "Over time");
  if (summary.buckets.empty()) return out + empty_note(summary, "No session has a time") + "</section>\n";
  out += outcomes_over_time(summary);
  if (!summary.causes.empty()) out += causes_chart_over_time(summary);
  if (summary.undated_sessions > 0) {
    out += fmt::format("<p class=\"note\">{} no time and {} in no column.</p>\n",
                       counted(summary.undated_sessions, "session has", "sessions have"),
                       summary.undated_sessions == 1 ? "is" : "are");
  }
  if (summary.outlying_sessions > 0) {
    out += fmt::format("<p class=\"note\">{} years from all others, as if a clock were wrong, and {} in no column.</p>\n",
                       counted(summary.outlying_sessions, "session lies", "sessions lie"),
                       summary.outlying_sessions == 1 ? "is" : "are");
  }
  return out + "</section>\n";
}

std::string platforms_and_entities(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "groups", "By platform and entity");
  if (!summary.platforms.empty()) {
    out += group_chart(summary.platforms, "platform", "Platform") +
           group_table(summary, summary.platforms, "platform", "Platform");
  }
  if (!summary.entities.empty()) {
    out += group_chart(summary.entities, "entity", "Entity") + group_table(summary, summary.entities, "entity", "Entity");
  }
  if (summary.platforms.empty() && summary.entities.empty()) out += empty_note(summary, "No session");
  return out + "</section>\n";
}

std::string causes(const BatchSummary& summary) {
  std::string out = fmt::format(section_open, "causes", "Most frequent causes");
  if (summary.causes.empty()) return out + empty_note(summary, "No session failed") + "</section>\n";
  const bool rest = summary.causes.size() > causes_by_name;
  Chart chart{.id = "chart-causes",
              .title = "Failed sessions by likeliest cause",
              .description = "One bar for each cause, the most frequent one at the top.",
              .row_axis = "Cause",
              .value_axis = "Failed sessions",
              .rows_are = "cause",
              .series = {{"Failed sessions", "o-failed"}},
              .last_row_is_rest = rest};
  for (std::size_t i = 0; i < summary.causes.size(); ++i) {
    if (i > causes_by_name) {
      chart.values.back()[0] += summary.causes[i].sessions;
      continue;
    }
    chart.rows.push_back(i == causes_by_name
                             ? counted(summary.causes.size() - causes_by_name, "further cause", "further causes")
                             : cause_name(summary, i));
    chart.values.push_back({summary.causes[i].sessions});
  }
  out += bars(chart) + list_open(cause_rows) + "<ol class=\"causes\">\n";
  for (std::size_t i = 0; i < summary.causes.size(); ++i) out += cause_card(summary, i);
  return out + "</ol>\n" + list_close(summary.causes.size(), cause_rows) + "</section>\n";
}

std::string cells_block(const BatchSummary& summary) {
  const auto number = [](std::uint32_t index) { return index == Cell::none ? std::int64_t{-1} : std::int64_t{index}; };
  std::string out = "<script type=\"application/json\" id=\"cells\">[";
  for (const Cell& cell : summary.cells) {
    const auto outcome = std::ranges::find(outcomes_in_order, cell.outcome) - std::begin(outcomes_in_order);
    out += fmt::format("{}[{},{},{},{},{},{}]", out.back() == '[' ? "" : ",\n", number(cell.bucket), number(cell.platform),
                       number(cell.entity), number(cell.cause), outcome, cell.sessions);
  }
  return out + "]</script>\n";
}

}  // namespace syncdx::report::html
