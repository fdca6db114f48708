#include "report/html/rows.hpp"

#include "report/html/markup.hpp"
#include "report/html/time_axis.hpp"

#include <fmt/format.h>

namespace syncdx::report::html {
namespace {

using batch::BatchSummary;

std::string group_attribute(const std::vector<batch::GroupCount>& groups, std::string_view key, std::string_view name) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].name == name) return fmt::format(R"( data-{}="{}")", key, i);
  }
  return {};
}

// One sentence without its period; empty if all is counted and all logs were examined.
std::string why_not_counted(const BatchSummary& summary) {
  std::string out;
  const auto add = [&](const std::string& what) { out += (out.empty() ? "" : "; ") + what; };
  if (summary.sessions_in_doubt > 0) {
    add(counted(summary.sessions_in_doubt, "session is in doubt and not counted", "sessions are in doubt and not counted"));
  }
  if (summary.sessions_left_out > 0) {
    add(counted(summary.sessions_left_out, "session is left out", "sessions are left out"));
  }
  if (summary.interrupted) add("the run was interrupted");
  if (summary.problem_count > 0) {
    add(counted(summary.problem_count, "problem with the logs", "problems with the logs"));
  }
  if (!out.empty() && out.front() == 't') out.front() = 'T';
  return out;
}

}  // namespace

std::string list_open(RowLimits limits) {
  return fmt::format("<div class=\"list\" data-screen=\"{}\" data-paper=\"{}\">\n", limits.screen, limits.paper);
}

std::string list_close(std::size_t rows, RowLimits limits) {
  return fmt::format(
      "<p class=\"fits note\" hidden></p>\n<p class=\"none\" hidden>Nothing under this filter.</p>\n"
      "<button type=\"button\" class=\"more\" hidden></button>\n"
      "<p class=\"on-paper\"{}>and <span data-more>{}</span> more: see this page on a screen, or "
      "<code>summary.json</code></p>\n"
      "</div>\n",
      rows > limits.paper ? "" : " hidden", rows > limits.paper ? rows - limits.paper : 0);
}

std::string table_open(std::string_view caption, std::initializer_list<std::string_view> columns, RowLimits limits) {
  std::string out = list_open(limits) + fmt::format("<div class=\"wide\"><table><caption>{}</caption><thead><tr>", caption);
  for (const std::string_view column : columns) {
    const bool number = column.starts_with('#');
    out += fmt::format(R"(<th scope="col"{}>{}</th>)", number ? R"( class="number")" : "", column.substr(number ? 1 : 0));
  }
  return out + "</tr></thead>\n<tbody>\n";
}

std::string table_close(std::size_t rows, RowLimits limits) { return "</tbody></table></div>\n" + list_close(rows, limits); }

std::string row_attributes(std::size_t row, std::string_view kind, RowLimits limits) {
  return fmt::format(R"( data-row-of="{}"{})", kind, row < limits.paper ? "" : R"( class="off-paper")");
}

std::string name_cell(std::string_view name, std::string_view element) {
  constexpr std::size_t short_name = 28;
  return name.size() <= short_name ? fmt::format("<{0} class=\"whole\">{1}</{0}>", element, escaped(name))
                                   : text_cell(name, element);
}

std::string text_cell(std::string_view text, std::string_view element) {
  constexpr std::size_t long_text = 90;
  return fmt::format("<{0}{1}>{2}</{0}>", element, text.size() > long_text ? " class=\"long\"" : "", escaped(text));
}

std::string platform_attribute(const BatchSummary& summary, std::string_view platform) {
  return group_attribute(summary.platforms, "platform", platform);
}

std::string entity_attribute(const BatchSummary& summary, std::string_view entity) {
  return group_attribute(summary.entities, "entity", entity);
}

std::string bucket_attribute(const BatchSummary& summary, std::string_view time) {
  const auto bucket = bucket_of(summary, time);
  return bucket ? fmt::format(R"( data-bucket="{}")", *bucket) : std::string();
}

std::string not_counted(const BatchSummary& summary) {
  std::string out;
  if (summary.sessions_in_doubt > 0) {
    out += fmt::format(
        "<li><b>{}</b> in doubt, since logs were unpacked from damaged files: lines of {} may be garbled. "
        "<code>diagnoses.jsonl</code> has {}.</li>\n",
        counted(summary.sessions_in_doubt, "session is", "sessions are"), summary.sessions_in_doubt == 1 ? "it" : "them",
        summary.sessions_in_doubt == 1 ? "it" : "them");
  }
  if (summary.sessions_left_out > 0) {
    out += fmt::format("<li><b>{}</b> still under way, or not diagnosed yet, when the reading stopped.</li>\n",
                       counted(summary.sessions_left_out, "session was", "sessions were"));
  }
  if (summary.interrupted) {
    out +=
        "<li><b>The run was interrupted.</b> Only sessions that were complete by then are counted; <code>--resume</code> goes "
        "on "
        "with the rest.</li>\n";
  }
  if (summary.problem_count > 0) {
    out += fmt::format("<li><b>{} with the logs</b>: some were not, or not wholly, <a href=\"#problems\">examined</a>.</li>\n",
                       counted(summary.problem_count, "problem", "problems"));
  }
  return out;
}

std::string empty_note(const BatchSummary& summary, std::string_view nothing) {
  const auto why = why_not_counted(summary);
  if (why.empty()) {
    return fmt::format("<p class=\"note empty\">{}.</p>\n",
                       summary.sessions > 0 ? nothing : "No session was found in the logs");
  }
  const auto said = summary.sessions > 0 ? fmt::format("{} among the {} counted", nothing,
                                                       counted(summary.sessions, "session that is", "sessions that are"))
                                         : std::string("No session is counted, so nothing can be said here");
  return fmt::format("<p class=\"warning empty\">{}. {}: see <a href=\"#not-counted\">what is not counted</a>.</p>\n", said,
                     why);
}

}  // namespace syncdx::report::html
