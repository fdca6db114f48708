// ASCII character classes; bytes beyond ASCII are in none. Unlike those of <cctype>, they know no locale and take any char.
#pragma once

#include <string>
#include <string_view>

namespace syncdx {

[[nodiscard]] constexpr bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }
[[nodiscard]] constexpr bool is_lower(char letter) noexcept { return letter >= 'a' && letter <= 'z'; }
[[nodiscard]] constexpr bool is_control(char letter) noexcept {
  return static_cast<unsigned char>(letter) < ' ' || letter == '\x7f';
}
[[nodiscard]] constexpr bool is_upper(char letter) noexcept { return letter >= 'A' && letter <= 'Z'; }

[[nodiscard]] constexpr char lower_case(char letter) noexcept {
  return is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
}
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) letter = lower_case(letter);
  return lower;
}

}  // namespace syncdx
