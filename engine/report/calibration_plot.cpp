// The reliability diagram (Guo et al. 2017, section 2) as SVG, written by hand: shapes and shades that greyscale print keeps.
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace syncdx::report {
namespace {

constexpr double left = 60;
constexpr double top = 50;
constexpr double side = 360;      // of the square
constexpr double bars_top = 470;  // of the bars for the number of cases
constexpr double bars_height = 70;

double x_of(double probability) { return left + side * probability; }
double y_of(double share) { return top + side * (1 - share); }

std::string line(double x1, double y1, double x2, double y2, std::string_view look) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", x1, y1, x2, y2, look);
}

std::string words(double x, double y, std::string_view look, std::string_view text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, look, text);
}

std::string axes() {
  std::string svg =
      fmt::format("<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" fill=\"none\" stroke=\"#333333\"/>\n",
                  left, top, side, side);
  for (int tenth = 0; tenth <= 10; tenth += 2) {
    const double value = tenth / 10.0;
    svg += line(x_of(value), y_of(0), x_of(value), y_of(1), "stroke=\"#dddddd\"");
    svg += line(x_of(0), y_of(value), x_of(1), y_of(value), "stroke=\"#dddddd\"");
    svg += words(x_of(value), y_of(0) + 18, "text-anchor=\"middle\"", fmt::format("{:.1f}", value));
    svg += words(left - 8, y_of(value) + 4, "text-anchor=\"end\"", fmt::format("{:.1f}", value));
  }
  svg += line(x_of(0), y_of(0), x_of(1), y_of(1), "stroke=\"#777777\" stroke-dasharray=\"6 4\"");
  svg += words(x_of(0.5), y_of(0) + 38, "text-anchor=\"middle\"", "probability that the first issue was given");
  svg += fmt::format(
      "<text transform=\"translate({:.0f} {:.0f}) rotate(-90)\" text-anchor=\"middle\">share of cases in which it was "
      "right</text>\n",
      left - 40, y_of(0.5));
  return svg;
}

std::string points(const evaluate::Figures& figures, std::size_t most) {
  std::string svg;
  std::string path;
  for (const auto& bin : figures.bins) {
    if (bin.cases == 0) continue;
    const double x = x_of(bin.mean_probability);
    const double y = y_of(bin.share_right);
    path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x, y);
    svg += line(x, y_of(bin.mean_probability), x, y, "stroke=\"#555555\" stroke-width=\"1\"");
    const double radius = 3 + 9 * std::sqrt(static_cast<double>(bin.cases) / static_cast<double>(most));
    svg += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"#1f4e79\" fill-opacity=\"0.85\" stroke=\"#ffffff\"><title>{} "
        "cases, "
        "mean {:.2f}, right {:.2f}</title></circle>\n",
        x, y, radius, bin.cases, bin.mean_probability, bin.share_right);
  }
  return fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"#1f4e79\" stroke-width=\"1.5\"/>\n", path) + svg;
}

std::string bars(const evaluate::Figures& figures, std::size_t most) {
  std::string svg = words(left - 8, bars_top + bars_height, "text-anchor=\"end\"", "cases");
  svg += line(left, bars_top + bars_height, left + side, bars_top + bars_height, "stroke=\"#333333\"");
  for (std::size_t i = 0; i < figures.bins.size(); ++i) {
    const auto cases = figures.bins[i].cases;
    const double height = (bars_height - 14) * static_cast<double>(cases) / static_cast<double>(most);
    const double x = x_of(static_cast<double>(i) / 10);
    svg += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#9db8d2\" stroke=\"#1f4e79\"/>\n", x + 3,
        bars_top + bars_height - height, side / 10 - 6, height);
    svg += words(x + side / 20, bars_top + bars_height - height - 3, "text-anchor=\"middle\" font-size=\"11\"",
                 fmt::format("{}", cases));
  }
  return svg;
}

}  // namespace

std::string calibration_svg(const evaluate::Figures& figures) {
  std::size_t most = 1;
  for (const auto& bin : figures.bins) most = std::max(most, bin.cases);
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 470 580\" width=\"470\" height=\"580\" "
      "font-family=\"sans-serif\" "
      "font-size=\"13\" fill=\"#222222\">\n<title>Calibration of the first issue</title>\n"
      "<rect width=\"470\" height=\"580\" fill=\"#ffffff\"/>\n";
  svg += words(left, 22, "font-size=\"15\" font-weight=\"bold\"", "Calibration of the first issue");
  svg += words(left, 40, "", fmt::format("{} cases, Brier {:.3f}, ECE {:.3f}", figures.cases, figures.brier, figures.ece));
  svg += words(left, bars_top + bars_height + 18, "font-size=\"11\"",
               "Dashed: right as often as said. Upright lines: how far off. The larger the circle, the more cases.");
  return svg + axes() + points(figures, most) + bars(figures, most) + "</svg>\n";
}

}  // namespace syncdx::report
