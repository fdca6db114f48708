#include "report/page.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace syncdx::report {
namespace {

constexpr std::size_t least_width = 40;
constexpr std::size_t least_room = 20;

std::string_view escape_sequence(Style style) {
  switch (style) {
    case Style::bold:
      return "\x1b[1m";
    case Style::heading:
      return "\x1b[1;36m";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[33m";
    case Style::test:
      return "\x1b[35m";
    case Style::dim:
      return "\x1b[2m";
    case Style::plain:
      break;
  }
  return {};
}

}  // namespace

Page::Page(const TextOptions& options)
    : width_(options.width == 0 ? 0 : std::max(options.width, least_width)), coloured_(options.colour == Colour::ansi) {}

void Page::heading(std::string_view text) {
  blank();
  text_ += styled(text, Style::heading) + "\n";
}

void Page::blank() { text_ += "\n"; }

void Page::line(std::string_view text) {
  text_ += text;
  text_ += "\n";
}

void Page::paragraph(const Label& label, std::string_view text, Style style) {
  const auto lines = width_ == 0 ? std::vector<std::string>{std::string(text)} : wrap(text, room(label.hang));
  const std::size_t used = label.indent + count_code_points(label.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) {
      text_ += std::string(label.indent, ' ') + styled(label.text, label.style);
      text_ += std::string(label.hang > used ? label.hang - used : 0, ' ');
    } else {
      text_ += std::string(label.hang, ' ');
    }
    text_ += styled(lines[i], style) + "\n";
  }
}

std::size_t Page::room(std::size_t hang) const noexcept {
  if (width_ == 0) return 0;
  return width_ > hang + least_room ? width_ - hang : least_room;
}

std::string Page::styled(std::string_view text, Style style) const {
  const auto sequence = escape_sequence(style);
  if (!coloured_ || sequence.empty() || text.empty()) return std::string(text);
  return std::string(sequence) + std::string(text) + "\x1b[0m";
}

}  // namespace syncdx::report
