#include "text.hpp"

#include <array>
#include <chrono>

namespace syncdx::generate {
namespace {

void append_padded(std::string& out, unsigned number, unsigned width) {
  std::array<char, 8> digits{};
  for (unsigned i = width; i-- > 0; number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  out.append(digits.data(), width);
}

bool needs_escape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text.substr(from, i - from));
    from = i + 1;
    if (text[i] == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(text[i]) < 0x20) {
      out += "\\u00";
      constexpr std::string_view digits = "0123456789abcdef";
      out += digits[static_cast<unsigned char>(text[i]) >> 4U];
      out += digits[static_cast<unsigned char>(text[i]) & 15U];
    } else {
      out += '\\';
      out += text[i];
    }
  }
  out.append(text.substr(from));
}

void TimeWriter::append_seconds(std::string& out, std::uint64_t microseconds, char between) {
  const std::uint64_t second = microseconds / 1'000'000;
  if (second != second_) {
    second_ = second;
    const std::chrono::sys_seconds time{std::chrono::seconds{static_cast<std::int64_t>(second)}};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    written_.clear();
    append_padded(written_, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    written_ += '-';
    append_padded(written_, static_cast<unsigned>(date.month()), 2);
    written_ += '-';
    append_padded(written_, static_cast<unsigned>(date.day()), 2);
    written_ += ' ';
    append_padded(written_, static_cast<unsigned>(clock.hours().count()), 2);
    written_ += ':';
    append_padded(written_, static_cast<unsigned>(clock.minutes().count()), 2);
    written_ += ':';
    append_padded(written_, static_cast<unsigned>(clock.seconds().count()), 2);
  }
  const std::size_t at = out.size();
  out += written_;
  out[at + 10] = between;
}

void TimeWriter::append_milliseconds(std::string& out, std::uint64_t microseconds, char between, char mark) {
  append_seconds(out, microseconds, between);
  out += mark;
  append_padded(out, static_cast<unsigned>(microseconds / 1000 % 1000), 3);
}

}  // namespace syncdx::generate
