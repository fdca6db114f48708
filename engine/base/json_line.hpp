// JSON written by hand, on one line: a log has millions of sessions, and a document of each would take longer than judging it.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <concepts>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx {

// Whoever writes minds the commas between members.
class JsonLine {
 public:
  void raw(std::string_view text) { text_ += text; }

  // `text`: valid UTF-8.
  void string(std::string_view text) {
    text_ += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (c >= 0x20 && c != '"' && c != '\\') continue;
      text_.append(text, plain, i - plain);
      if (c < 0x20) {
        fmt::format_to(std::back_inserter(text_), "\\u{:04x}", c);
      } else {
        text_ += '\\';
        text_ += text[i];
      }
      plain = i + 1;
    }
    text_.append(text, plain);
    text_ += '"';
  }

  template <std::integral Number>
  void number(Number value) {
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    text_.append(digits, end);
  }

  template <typename List, typename Write>
  void list(const List& items, Write write) {
    raw("[");
    bool first = true;
    for (const auto& item : items) {
      if (!first) raw(",");
      first = false;
      write(item);
    }
    raw("]");
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace syncdx
