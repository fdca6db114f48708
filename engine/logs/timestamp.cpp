#include "logs/timestamp.hpp"

#include "logs/json_keys.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace syncdx::logs {
namespace {

using std::chrono::microseconds;

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Walks over a timestamp; a part that does not fit leaves the cursor where it was.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  char take_one_of(std::string_view set) {
    if (peek() == '\0' || set.find(peek()) == std::string_view::npos) return '\0';
    return text_[at_++];
  }
  // A number of exactly `digits` digits.
  std::optional<int> number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(peek(i))) return std::nullopt;
      value = value * 10 + (peek(i) - '0');
    }
    at_ += digits;
    return value;
  }
  void go_back_to(std::size_t at) { at_ = at; }

 private:
  std::string_view text_;
  std::size_t at_;
};

// The digits of a fraction of a second behind '.' or ','; those behind microseconds are dropped.
microseconds take_fraction(Cursor& cursor) {
  if ((cursor.peek() != '.' && cursor.peek() != ',') || !is_digit(cursor.peek(1))) return microseconds{0};
  (void)cursor.take_one_of(".,");
  std::int64_t value = 0;
  std::int64_t unit = 100000;
  for (; is_digit(cursor.peek()); unit /= 10) value += (*cursor.number(1)) * unit;
  return microseconds{value};
}

// "+02:00", "+0200", "+02"; nothing if it is out of range.
std::optional<std::chrono::minutes> take_offset(Cursor& cursor) {
  const auto start = cursor.at();
  const char sign = cursor.take_one_of("+-");
  const auto hours = sign != '\0' ? cursor.number(2) : std::nullopt;
  if (!hours) {
    cursor.go_back_to(start);
    return std::nullopt;
  }
  const auto before_minutes = cursor.at();
  (void)cursor.take(':');
  const auto minutes = cursor.number(2);
  if (!minutes) cursor.go_back_to(before_minutes);
  if (*hours > 14 || minutes.value_or(0) > 59 || is_digit(cursor.peek())) {
    cursor.go_back_to(start);
    return std::nullopt;
  }
  const std::chrono::minutes offset{*hours * 60 + minutes.value_or(0)};
  return sign == '-' ? -offset : offset;
}

// The zone's distance from UTC; 0 where none is said. A space may stand before it.
std::chrono::minutes take_zone(Cursor& cursor) {
  const auto start = cursor.at();
  if ((cursor.peek() == 'Z' || cursor.peek() == 'z') && !is_letter(cursor.peek(1))) {
    (void)cursor.take_one_of("Zz");
    return {};
  }
  const bool spaced = cursor.take(' ');
  for (const std::string_view name : {"UTC", "GMT"}) {
    if (cursor.take(name)) return {};
  }
  if (spaced && cursor.peek() == 'Z' && !is_letter(cursor.peek(1)) && cursor.take('Z')) return {};
  // Behind a space only the four-digit form: " -1 records" and " +42" are no zones.
  const bool could_be = !spaced || (is_digit(cursor.peek(3)) && (is_digit(cursor.peek(4)) || cursor.peek(3) == ':'));
  if (could_be) {
    if (const auto offset = take_offset(cursor)) return *offset;
  }
  cursor.go_back_to(start);
  return {};
}

std::optional<std::chrono::seconds> take_clock(Cursor& cursor, std::string_view separator) {
  const auto hour = cursor.number(2);
  if (!hour || *hour > 23 || !cursor.take(separator)) return std::nullopt;
  const auto minute = cursor.number(2);
  if (!minute || *minute > 59 || !cursor.take(separator)) return std::nullopt;
  const auto second = cursor.number(2);
  if (!second || *second > 60) return std::nullopt;  // 60: a leap second
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

std::optional<std::chrono::sys_days> make_day(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (year < 1 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<std::chrono::sys_days> take_iso_date(Cursor& cursor) {
  const auto year = cursor.number(4);
  if (!year) return std::nullopt;
  const char separator = cursor.take_one_of("-/");
  const auto month = cursor.number(2);
  if (!month || (separator != '\0' && !cursor.take(separator))) return std::nullopt;
  const auto day = cursor.number(2);
  if (!day) return std::nullopt;
  return make_day(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

unsigned take_month_name(Cursor& cursor) {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (unsigned i = 0; i < names.size(); ++i) {
    if (cursor.take(names[i])) return i + 1;
  }
  return 0;
}

TimeMatch finish(Cursor& cursor, std::chrono::sys_days day, std::chrono::seconds clock) {
  const auto fraction = take_fraction(cursor);
  const auto zone = take_zone(cursor);
  return {TimePoint{day} + clock + fraction - zone, cursor.at()};
}

std::optional<TimeMatch> match_iso(std::string_view text, std::size_t at) {
  Cursor cursor(text, at);
  const bool compact = is_digit(cursor.peek(4));
  const auto day = take_iso_date(cursor);
  if (!day) return std::nullopt;
  if (compact) {
    if (!cursor.take('T')) return std::nullopt;
  } else if (cursor.take_one_of("Tt") == '\0') {
    if (!cursor.take(' ')) return std::nullopt;
    while (cursor.take(' ')) {
    }
  }
  const auto clock = take_clock(cursor, compact ? "" : ":");
  if (!clock || is_digit(cursor.peek())) return std::nullopt;
  return finish(cursor, *day, *clock);
}

std::optional<TimeMatch> match_named_month(std::string_view text, std::size_t at) {
  Cursor cursor(text, at);
  const auto day = is_digit(cursor.peek(1)) ? cursor.number(2) : cursor.number(1);
  const char separator = day ? cursor.take_one_of("/ -") : '\0';
  const unsigned month = separator != '\0' ? take_month_name(cursor) : 0;
  if (month == 0 || !cursor.take(separator)) return std::nullopt;
  const auto year = cursor.number(4);
  if (!year || cursor.take_one_of(": ") == '\0') return std::nullopt;
  const auto date = make_day(*year, month, static_cast<unsigned>(*day));
  const auto clock = take_clock(cursor, ":");
  if (!date || !clock) return std::nullopt;
  return finish(cursor, *date, *clock);
}

}  // namespace

std::optional<TimeMatch> match_time(std::string_view text, std::size_t at) {
  if (at >= text.size() || !is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) return std::nullopt;
  if (auto match = match_iso(text, at)) return match;
  return match_named_month(text, at);
}

std::optional<std::size_t> match_yearless_time(std::string_view text, std::size_t at) {
  Cursor cursor(text, at);
  if (take_month_name(cursor) == 0 || !cursor.take(' ')) return std::nullopt;
  (void)cursor.take(' ');
  const auto day = is_digit(cursor.peek(1)) ? cursor.number(2) : cursor.number(1);
  if (!day || *day < 1 || *day > 31 || !cursor.take(' ') || !take_clock(cursor, ":")) return std::nullopt;
  return cursor.at();
}

std::optional<TimePoint> epoch_time(double value) {
  constexpr double least = 1e9;  // 2001-09-09
  constexpr double most = 1e10;  // 2286-11-20
  for (const double unit : {1.0, 1e3, 1e6, 1e9}) {
    const double seconds = value / unit;
    if (seconds >= least && seconds < most) return TimePoint{microseconds{std::llround(seconds * 1e6)}};
  }
  return std::nullopt;
}

std::optional<TimePoint> find_time(std::string_view line) {
  if (const auto time = json_line_time(line)) return time;
  const auto window = line.substr(0, time_window_bytes);
  for (std::size_t at = 0; at < window.size(); ++at) {
    if (!is_digit(window[at])) continue;
    // The window says where a timestamp may begin; it may end behind it.
    if (const auto match = match_time(line, at)) return match->time;
    while (at + 1 < window.size() && is_digit(window[at + 1])) ++at;
  }
  return std::nullopt;
}

std::optional<TimePoint> parse_time(std::string_view text) {
  const bool separated = text.size() > 4 && text[4] == '-';  // not the compact form
  const auto match = separated ? match_iso(text, 0) : std::nullopt;
  if (!match || match->end != text.size()) return std::nullopt;
  return match->time;
}

std::string format_time(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace syncdx::logs
