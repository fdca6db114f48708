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
constexpr double name_width = 330;  // of a row; longer names are cut, the table has them whole

std::uint64_t total(const std::vector<std::uint64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

std::uint64_t largest_total(const Chart& chart) {
  std::uint64_t most = 0;
  for (const auto& row : chart.values) most = std::max(most, total(row));
  return most;
}

std::string legend(const Chart& chart) {
  if (chart.series.size() < 2 && chart.series_are.empty()) return {};
  std::string out = R"(<ul class="legend" aria-hidden="true">)";
  for (const Series& series : chart.series) {
    out += fmt::format(
        R"(<li><svg width="16" height="16" focusable="false"><rect width="16" height="16" rx="2" class="{}"/></svg>{}</li>)",
        series.style, escaped(series.name));
  }
  return out + "</ul>\n";
}

std::string printed(const Chart& chart, std::uint64_t value) {
  return chart.unit == Unit::seconds ? whole_duration(value) : grouped(value);
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
      out += fmt::format(R"(<td class="number" data-r="{}" data-s="{}">{}</td>)", r, s, printed(chart, chart.values[r][s]));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div></details>\n";
}

// Where the rows of a chart are, for the script: the first one begins at `first`, each is `slot` wide (columns) or high (bars).
struct Layout {
  std::string_view kind;
  double height = 0;  // of the picture
  double length = 0;  // of the longest mark
  double first = 0;
  double slot = 0;
};

std::string opening(const Chart& chart, const Layout& layout) {
  std::string out = fmt::format(
      R"(<figure class="chart" id="{}" data-chart="{}" data-rows="{}" data-series="{}" data-length="{}" data-first="{:.2f}" )"
      R"(data-slot="{:.4f}")",
      chart.id, layout.kind, chart.rows_are, chart.series_are, layout.length, layout.first, layout.slot);
  if (chart.last_row_is_rest) out += fmt::format(R"( data-row-rest="{}")", chart.rows.size() - 1);
  if (chart.last_series_is_rest) out += fmt::format(R"( data-series-rest="{}")", chart.series.size() - 1);
  out += fmt::format(">\n<figcaption>{}</figcaption>\n{}", escaped(chart.title), legend(chart));
  out += fmt::format(R"(<svg viewBox="0 0 {1} {2}" role="img" aria-labelledby="{0}-t {0}-d"><title id="{0}-t">{3}</title>)"
                     R"(<desc id="{0}-d">{4} The same figures follow as a table.</desc>)",
                     chart.id, chart_width, layout.height, escaped(chart.title), escaped(chart.description));
  return out + "\n";
}

// Of a code point that begins with `first`, in letters of 14 pixels.
double width_of(char first) {
  constexpr std::string_view narrow = " !'()*,-./:;I[]fijlrt|";
  constexpr std::string_view wide = "%&@MWmw";
  const auto byte = static_cast<unsigned char>(first);
  if (byte >= 0xE0) return 16;  // East Asian letters among others
  if (byte >= 0x80) return 10;
  if (narrow.find(first) != std::string_view::npos) return 6;
  if (wide.find(first) != std::string_view::npos) return 14;
  return first >= 'A' && first <= 'Z' ? 10.5 : 8.5;
}

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

double width_of(std::string_view text) {
  double width = 0;
  for (const char c : text) width += begins_code_point(c) ? width_of(c) : 0;
  return width;
}

double room_for_names(const Chart& chart) {
  double widest = 50;
  for (const std::string& row : chart.rows) widest = std::max(widest, width_of(fit_name(row, name_width)));
  return 18 + widest;
}

std::string closing(const Chart& chart) { return "</svg>\n" + table(chart) + "</figure>\n"; }

std::string mark_title(const Chart& chart, std::size_t r, std::size_t s) {
  const std::string series = chart.series.size() > 1 ? ", " + escaped(chart.series[s].name) : "";
  return fmt::format("<title>{}{}: {}</title>", escaped(chart.rows[r]), series, printed(chart, chart.values[r][s]));
}

// The labels under columns, and the lines between them.
std::string column_labels(const Chart& chart, const Layout& layout, double top) {
  const double bottom = top + layout.length;
  std::string out;
  for (const std::size_t row : chart.dividers) {
    out += fmt::format(R"(<line class="divider" x1="{0:.2f}" x2="{0:.2f}" y1="{1}" y2="{2}"/>)",
                       layout.first + layout.slot * static_cast<double>(row), top, bottom + 6);
  }
  for (const Tick& tick : chart.ticks) {
    const double x = layout.first + layout.slot * (static_cast<double>(tick.row) + 0.5);
    out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>)", x, bottom + 18,
                       escaped(tick.label));
    if (tick.below.empty()) continue;
    out += fmt::format(R"(<text class="tick date" x="{:.1f}" y="{}" text-anchor="middle">{}</text>)", x, bottom + 35,
                       escaped(tick.below));
  }
  return out + '\n';
}

}  // namespace

std::string fit_name(std::string_view name, double width) {
  std::string whole = repair_utf8(name);
  if (width_of(whole) <= width) return whole;
  constexpr double dots = 14;
  double used = dots;
  std::size_t end = 0;
  for (std::size_t at = 0; at < whole.size() && used <= width; ++at) {
    if (!begins_code_point(whole[at])) continue;
    used += width_of(whole[at]);
    end = at;
  }
  return whole.substr(0, end) + "…";
}

std::uint64_t axis_end(std::uint64_t most, Unit unit) noexcept {
  constexpr std::array<std::uint64_t, 22> seconds{1,     2,     5,      10,     15,     30,     60,    120,
                                                  300,   600,   900,    1800,   3600,   7200,   10800, 21600,
                                                  43200, 86400, 172800, 432000, 864000, 1728000};
  for (const std::uint64_t step : seconds) {
    if (unit == Unit::seconds && axis_steps * step >= most) return axis_steps * step;
  }
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
  const bool two_lines = std::ranges::any_of(chart.ticks, [](const Tick& tick) { return !tick.below.empty(); });
  const double below = two_lines ? 73 : 56;
  constexpr double plot_width = chart_width - left - 40;  // half a label of the last column
  const double slot = plot_width / static_cast<double>(std::max<std::size_t>(1, chart.rows.size()));
  const Layout layout{
      .kind = "columns", .height = top + plot_height + below, .length = plot_height, .first = left, .slot = slot};
  std::string out = opening(chart, layout);
  const std::uint64_t end = axis_end(largest_total(chart), chart.unit);
  for (unsigned step = 0; step <= axis_steps; ++step) {
    const double y = top + plot_height - plot_height * step / axis_steps;
    out += fmt::format(R"(<line class="grid" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/>)"
                       R"(<text class="tick" x="{3}" y="{4:.1f}" text-anchor="end" data-step="{5}">{6}</text>)",
                       left, left + plot_width, y, left - 8, y + 4, step, printed(chart, end * step / axis_steps));
  }
  const double width = std::min(64.0, slot > 6 ? slot - 2 : slot * 0.9);
  out += column_labels(chart, layout, top);
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const double x = left + slot * static_cast<double>(r) + (slot - width) / 2;
    double y = top + plot_height;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      if (chart.values[r][s] == 0) continue;
      const double height =
          plot_height * static_cast<double>(chart.values[r][s]) / static_cast<double>(std::max<std::uint64_t>(1, end));
      y -= height;
      out += fmt::format(
          R"(<rect class="mark {}" x="{:.2f}" width="{:.2f}" y="{:.2f}" height="{:.2f}" data-r="{}" data-s="{}">{}</rect>)",
          chart.series[s].style, x, width, y, height, r, s, mark_title(chart, r, s));
    }
    out += '\n';
  }
  out += fmt::format(R"(<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}" data-base="{2}"/>)", left, left + plot_width,
                     top + plot_height);
  out += fmt::format(R"(<text class="axis-name" x="{}" y="{}" text-anchor="middle">{}</text>)", left + plot_width / 2,
                     top + plot_height + below - 12, escaped(chart.row_axis));
  out += fmt::format(R"-(<text class="axis-name" transform="translate(14 {}) rotate(-90)" text-anchor="middle">{}</text>)-",
                     top + plot_height / 2, escaped(chart.value_axis));
  return out + closing(chart);
}

std::string bars(const Chart& chart) {
  const double left = room_for_names(chart);
  constexpr double top = 8;
  constexpr double row_height = 30;
  constexpr double bar_height = 20;
  const double room_for_total = chart.unit == Unit::seconds ? 100 : 70;
  const double plot_width = chart_width - left - room_for_total;
  const double plot_height = row_height * static_cast<double>(chart.rows.size());
  const Layout layout{.kind = "bars", .height = top + plot_height + 52, .length = plot_width, .first = top, .slot = row_height};
  std::string out = opening(chart, layout);
  const std::uint64_t end = axis_end(largest_total(chart), chart.unit);
  for (unsigned step = 0; step <= axis_steps; ++step) {
    const double x = left + plot_width * step / axis_steps;
    out += fmt::format(R"(<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>)"
                       R"(<text class="tick" x="{0:.1f}" y="{3}" text-anchor="middle" data-step="{4}">{5}</text>)",
                       x, top, top + plot_height, top + plot_height + 18, step, printed(chart, end * step / axis_steps));
  }
  out += '\n';
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const double y = top + row_height * static_cast<double>(r) + (row_height - bar_height) / 2;
    out += fmt::format(R"(<text class="row" x="{}" y="{:.1f}" text-anchor="end" data-row="{}">{}</text>)", left - 10, y + 15, r,
                       escaped(fit_name(chart.rows[r], name_width)));
    double x = left;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      if (chart.values[r][s] == 0) continue;
      const double width =
          plot_width * static_cast<double>(chart.values[r][s]) / static_cast<double>(std::max<std::uint64_t>(1, end));
      out += fmt::format(
          R"(<rect class="mark {}" x="{:.2f}" width="{:.2f}" y="{:.1f}" height="{}" data-r="{}" data-s="{}">{}</rect>)",
          chart.series[s].style, x, width, y, bar_height, r, s, mark_title(chart, r, s));
      x += width;
    }
    out += fmt::format(R"(<text class="total" x="{:.2f}" y="{:.1f}" data-total="{}">{}</text>)", x + 8, y + 15, r,
                       printed(chart, total(chart.values[r])));
    out += '\n';
  }
  out +=
      fmt::format(R"(<line class="axis" x1="{0}" x2="{0}" y1="{1}" y2="{2}" data-base="{0}"/>)", left, top, top + plot_height);
  out += fmt::format(R"(<text class="axis-name" x="{}" y="{}" text-anchor="middle">{}</text>)", left + plot_width / 2,
                     top + plot_height + 42, escaped(chart.value_axis));
  return out + closing(chart);
}

}  // namespace syncdx::report::html
