// Charts as SVG: stacked columns over time and stacked bars over names, each with a title, labelled axes, a legend, and the
// same figures as a table for those who cannot see or do not want pictures. Series differ by colour and by hatching, so that
// they can be told apart on grey paper.
//
// Every mark carries its row and series (data-r, data-s), and the figure what rows and series are (data-rows, data-series), so
// that the page's script can put filtered counts in their place. What the script needs is in the markup; it knows no chart by
// name. Counts of nothing have no mark: no filter makes them more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::report::html {

struct Series {
  std::string name;   // not escaped
  std::string style;  // CSS class of its marks: "o-failed", "c-0"
};

// A label on the axis of columns.
struct Tick {
  std::size_t row = 0;
  std::string label;
  std::string below;  // a second line; may be empty
};

enum class Unit { count, seconds };

struct Chart {
  std::string id;           // of the figure; unique in the page
  std::string title;        // not escaped, as all texts here
  std::string description;  // one sentence: what one sees
  std::string row_axis;     // "Week (begin)", "Platform"
  std::string value_axis;   // "Sessions"
  std::string rows_are;     // data-rows: "bucket", "platform", ...; empty: the script leaves the chart alone
  std::string series_are;   // data-series: "outcome", "cause"; empty: one series
  std::vector<std::string> rows;
  std::vector<Series> series;
  std::vector<std::vector<std::uint64_t>> values;  // [row][series]
  bool last_row_is_rest = false;                   // the last row stands for all further ones
  bool last_series_is_rest = false;
  Unit unit = Unit::count;
  std::vector<Tick> ticks;            // of columns
  std::vector<std::size_t> dividers;  // columns before which a line is drawn
};

// One column per row, in order.
[[nodiscard]] std::string columns(const Chart& chart);

// One bar per row, the first at the top, with its total at the end.
[[nodiscard]] std::string bars(const Chart& chart);

// The end of an axis of four steps that holds `most`. A step of counts is 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20 or 25, times a
// power of ten; one of seconds is a round number of seconds, minutes, hours or days.
[[nodiscard]] std::uint64_t axis_end(std::uint64_t most, Unit unit = Unit::count) noexcept;

// `name` if it is no wider than `width` in the letters of a row's name; else its begin and "…". Widths are guessed, rather too
// wide than too small.
[[nodiscard]] std::string fit_name(std::string_view name, double width);

}  // namespace syncdx::report::html
