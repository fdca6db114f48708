// Lays out paragraphs for a terminal: indentation, hanging labels, wrapping by code points, colour.
#pragma once

#include "syncdx/report.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx::report {

enum class Style { plain, bold, heading, good, bad, test, dim };

struct Label {
  std::string_view text;
  Style style = Style::plain;
  std::size_t indent = 0;  // columns before the label
  std::size_t hang = 0;    // column at which the text starts, on every line; the label is padded up to it
};

class Page {
 public:
  explicit Page(const TextOptions& options);

  void heading(std::string_view text);
  void blank();
  // `text` beside the label, wrapped to the page's width.
  void paragraph(const Label& label, std::string_view text, Style style = Style::plain);
  // A line as it is: neither wrapped nor coloured.
  void line(std::string_view text);

  // Code points for text that starts at column `hang`; 0: no limit.
  [[nodiscard]] std::size_t room(std::size_t hang) const noexcept;
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  [[nodiscard]] std::string styled(std::string_view text, Style style) const;

  std::size_t width_;
  bool coloured_;
  std::string text_;
};

}  // namespace syncdx::report
