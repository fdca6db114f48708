// Building lines quickly: pieces and numbers appended to one string, and the places of a template filled in.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace syncdx::generate {

inline void append(std::string& out, std::string_view piece) { out.append(piece); }

template <std::integral Number>
void append(std::string& out, Number number) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end);
}

// Appends all pieces, numbers in decimal.
template <typename... Pieces>
void append_all(std::string& out, const Pieces&... pieces) {
  (append(out, pieces), ...);
}

template <typename... Pieces>
[[nodiscard]] std::string joined(const Pieces&... pieces) {
  std::string out;
  append_all(out, pieces...);
  return out;
}

// Appends `text` as the inside of a JSON string (also fit for logfmt's quotes): quotes, backslashes and control characters
// escaped.
void append_escaped(std::string& out, std::string_view text);

// Appends a time as "2026-11-20<between>17:01:03", to the second, and remembers the last second it wrote.
class TimeWriter {
 public:
  // `microseconds`: since 1970-01-01 UTC. `between`: 'T' or ' '.
  void append_seconds(std::string& out, std::uint64_t microseconds, char between);
  // The same with `mark` and three digits of milliseconds after it.
  void append_milliseconds(std::string& out, std::uint64_t microseconds, char between, char mark);

 private:
  std::uint64_t second_ = ~0ULL;
  std::string written_;
};

}  // namespace syncdx::generate
