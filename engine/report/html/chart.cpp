#include "report/html/chart.hpp"

#include "report/html/markup.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace syncdx::report::html {
namespace {

constexpr unsigned axis_steps = 4;
constexpr double chart_width = 960;
constexpr std::size_t name_points = 42;  // of a row; longer names are cut, the table has them whole

std::uint64_t total(const std::vector<std::uint64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

std::uint64_t largest_total(const Chart& chart) {
  std::uint64_t most = 0;
  for (const auto& row : chart.values) most = std::max(most, total(row));
  return most;
}

std::string legend(const Chart& chart) {
  if (chart.series.size() < 2) return {};
  std::string out = R"(<ul class="legend" aria-hidden="true">)";
  for (const Series& series : chart.series) {
    out += fmt::format(
        R"(<li><svg width="16" height="16" focusable="false"><rect width="16" height="16" rx="2" class="{}"/></svg>{}</li>)",
        series.style, escaped(series.name));
  }
  return out + "</ul>\n";
}

std::string table(const Chart& chart) {
  std::string out = fmt::format(
      "<details class=\"figures\"><summary>The figures as a table</summary>\n<div class=\"wide\"><table>"
      "<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
      escaped(chart.title), escaped(chart.row_axis));
  for (const Series& series : chart.series)
    out += fmt::format(R"(<th scope="col" class="number">{}</th>)", escaped(series.name));
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    out += fmt::format(R"(<tr><th scope="row">{}</th>)", escaped(chart.rows[r]));
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      out += fmt::format(R"(<td class="number" data-r="{}" data-s="{}">{}</td>)", r, s, grouped(chart.values[r][s]));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div></details>\n";
}

std::string opening(const Chart& chart, std::string_view kind, double height, double length) {
  std::string out =
      fmt::format(R"(<figure class="chart" id="{0}" data-chart="{1}" data-rows="{2}" data-series="{3}" data-length="{4}")",
                  chart.id, kind, chart.rows_are, chart.series_are, length);
  if (chart.last_row_is_rest) out += fmt::format(R"( data-row-rest="{}")", chart.rows.size() - 1);
  if (chart.last_series_is_rest) out += fmt::format(R"( data-series-rest="{}")", chart.series.size() - 1);
  out += fmt::format(">\n<figcaption>{}</figcaption>\n{}", escaped(chart.title), legend(chart));
  out += fmt::format(R"(<svg viewBox="0 0 {1} {2}" role="img" aria-labelledby="{0}-t {0}-d"><title id="{0}-t">{3}</title>)"
                     R"(<desc id="{0}-d">{4} The same figures follow as a table.</desc>)",
                     chart.id, chart_width, height, escaped(chart.title), escaped(chart.description));
  return out + "\n";
}

// Width for the longest name of a row: letters of this size are 7.6 wide on average, capitals and digits wider.
double room_for_names(const Chart& chart) {
  std::size_t longest = 6;
  for (const std::string& row : chart.rows) longest = std::max(longest, count_code_points(repair_utf8(row)));
  return 24 + 7.9 * static_cast<double>(std::min(longest, name_points));
}

std::string closing(const Chart& chart) { return "</svg>\n" + table(chart) + "</figure>\n"; }

std::string mark_title(const Chart& chart, std::size_t r, std::size_t s) {
  const std::string series = chart.series.size() > 1 ? ", " + escaped(chart.series[s].name) : "";
  return fmt::format("<title>{}{}: {}</title>", escaped(chart.rows[r]), series, grouped(chart.values[r][s]));
}

}  // namespace

std::uint64_t axis_end(std::uint64_t most) noexcept {
  constexpr std::array<std::uint64_t, 12> factors{1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25};
  constexpr std::uint64_t largest = 100'000'000'000'000'000;
  for (std::uint64_t power = 1; power < largest; power *= 10) {
    for (const std::uint64_t factor : factors) {
      if (axis_steps * factor * power >= most) return axis_steps * factor * power;
    }
  }
  return most;
}

std::string columns(const Chart& chart) {
  constexpr double left = 70;
  constexpr double top = 12;
  constexpr double plot_height = 220;
  constexpr double below = 56;
  constexpr double plot_width = chart_width - left - 40;  // half a label of the last column
  constexpr std::size_t most_labels = 10;
  std::string out = opening(chart, "columns", top + plot_height + below, plot_height);
  const std::uint64_t end = axis_end(largest_total(chart));
  for (unsigned step = 0; step <= axis_steps; ++step) {
    const double y = top + plot_height - plot_height * step / axis_steps;
    out += fmt::format(R"(<line class="grid" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/>)"
                       R"(<text class="tick" x="{3}" y="{4:.1f}" text-anchor="end" data-step="{5}">{6}</text>)",
                       left, left + plot_width, y, left - 8, y + 4, step, grouped(end * step / axis_steps));
  }
  const double slot = plot_width / static_cast<double>(std::max<std::size_t>(1, chart.rows.size()));
  const double width = std::min(64.0, slot > 6 ? slot - 2 : slot * 0.9);
  const std::size_t every = (chart.rows.size() + most_labels - 1) / most_labels;
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const double x = left + slot * static_cast<double>(r) + (slot - width) / 2;
    double y = top + plot_height;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const double height =
          plot_height * static_cast<double>(chart.values[r][s]) / static_cast<double>(std::max<std::uint64_t>(1, end));
      y -= height;
      out += fmt::format(
          R"(<rect class="mark {}" x="{:.2f}" width="{:.2f}" y="{:.2f}" height="{:.2f}" data-r="{}" data-s="{}">{}</rect>)",
          chart.series[s].style, x, width, y, height, r, s, mark_title(chart, r, s));
    }
    if (r % every == 0) {
      out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>)", x + width / 2,
                         top + plot_height + 18, escaped(chart.rows[r]));
    }
    out += '\n';
  }
  out += fmt::format(R"(<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}" data-base="{2}"/>)", left, left + plot_width,
                     top + plot_height);
  out += fmt::format(R"(<text class="axis-name" x="{}" y="{}" text-anchor="middle">{}</text>)", left + plot_width / 2,
                     top + plot_height + 44, escaped(chart.row_axis));
  out += fmt::format(R"-(<text class="axis-name" transform="translate(14 {}) rotate(-90)" text-anchor="middle">{}</text>)-",
                     top + plot_height / 2, escaped(chart.value_axis));
  return out + closing(chart);
}

std::string bars(const Chart& chart) {
  const double left = room_for_names(chart);
  constexpr double top = 8;
  constexpr double row_height = 30;
  constexpr double bar_height = 20;
  constexpr double room_for_total = 70;
  const double plot_width = chart_width - left - room_for_total;
  const double plot_height = row_height * static_cast<double>(chart.rows.size());
  std::string out = opening(chart, "bars", top + plot_height + 52, plot_width);
  const std::uint64_t end = axis_end(largest_total(chart));
  for (unsigned step = 0; step <= axis_steps; ++step) {
    const double x = left + plot_width * step / axis_steps;
    out += fmt::format(R"(<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>)"
                       R"(<text class="tick" x="{0:.1f}" y="{3}" text-anchor="middle" data-step="{4}">{5}</text>)",
                       x, top, top + plot_height, top + plot_height + 18, step, grouped(end * step / axis_steps));
  }
  out += '\n';
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const double y = top + row_height * static_cast<double>(r) + (row_height - bar_height) / 2;
    out += fmt::format(R"(<text class="row" x="{}" y="{:.1f}" text-anchor="end" data-row="{}">{}</text>)", left - 10, y + 15, r,
                       escaped(shorten(chart.rows[r], name_points)));
    double x = left;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const double width =
          plot_width * static_cast<double>(chart.values[r][s]) / static_cast<double>(std::max<std::uint64_t>(1, end));
      out += fmt::format(
          R"(<rect class="mark {}" x="{:.2f}" width="{:.2f}" y="{:.1f}" height="{}" data-r="{}" data-s="{}">{}</rect>)",
          chart.series[s].style, x, width, y, bar_height, r, s, mark_title(chart, r, s));
      x += width;
    }
    out += fmt::format(R"(<text class="total" x="{:.2f}" y="{:.1f}" data-total="{}">{}</text>)", x + 8, y + 15, r,
                       grouped(total(chart.values[r])));
    out += '\n';
  }
  out +=
      fmt::format(R"(<line class="axis" x1="{0}" x2="{0}" y1="{1}" y2="{2}" data-base="{0}"/>)", left, top, top + plot_height);
  out += fmt::format(R"(<text class="axis-name" x="{}" y="{}" text-anchor="middle">{}</text>)", left + plot_width / 2,
                     top + plot_height + 42, escaped(chart.value_axis));
  return out + closing(chart);
}

}  // namespace syncdx::report::html
