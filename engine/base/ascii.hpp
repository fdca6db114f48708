// ASCII character classes; bytes beyond ASCII are in none. Unlike those of <cctype>, they know no locale and take any char.
#pragma once

namespace syncdx {

[[nodiscard]] constexpr bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }
[[nodiscard]] constexpr bool is_lower(char letter) noexcept { return letter >= 'a' && letter <= 'z'; }
[[nodiscard]] constexpr bool is_control(char letter) noexcept {
  return static_cast<unsigned char>(letter) < ' ' || letter == '\x7f';
}
[[nodiscard]] constexpr bool is_upper(char letter) noexcept { return letter >= 'A' && letter <= 'Z'; }

}  // namespace syncdx
