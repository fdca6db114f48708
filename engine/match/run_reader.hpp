// The longest runs of letters and digits of a text, and which of them are ids (match/id_runs.hpp). Pure; thread safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace syncdx::match {

enum class RunClass : std::uint8_t { none = 0, digit = 1, hex_letter = 2, other_letter = 4 };

[[nodiscard]] constexpr RunClass run_class(unsigned char byte) noexcept {
  const unsigned char lower = byte | 0x20U;
  if (byte >= '0' && byte <= '9') return RunClass::digit;
  if (lower >= 'a' && lower <= 'f') return RunClass::hex_letter;
  if (lower >= 'g' && lower <= 'z') return RunClass::other_letter;
  return RunClass::none;
}

struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  unsigned classes = 0;  // of its bytes, a bit each

  [[nodiscard]] bool holds_digits() const noexcept { return (classes & static_cast<unsigned>(RunClass::digit)) != 0; }
  [[nodiscard]] bool is_id() const noexcept {
    return classes == (static_cast<unsigned>(RunClass::digit) | static_cast<unsigned>(RunClass::hex_letter));
  }
};

// Calls `take` with each run of `text`, in order.
template <typename Take>
void for_each_run(std::string_view text, Take take) {
  static constexpr auto classes = [] {
    std::array<std::uint8_t, 256> all{};
    for (unsigned byte = 0; byte < all.size(); ++byte) {
      all[byte] = static_cast<std::uint8_t>(run_class(static_cast<unsigned char>(byte)));
    }
    return all;
  }();
  const auto class_at = [&](std::size_t place) { return classes[static_cast<unsigned char>(text[place])]; };
  for (std::size_t at = 0; at < text.size();) {
    if (class_at(at) == 0) {
      ++at;
      continue;
    }
    Run run{.begin = at};
    for (; at < text.size() && class_at(at) != 0; ++at) run.classes |= class_at(at);
    run.end = at;
    take(run);
  }
}

}  // namespace syncdx::match
