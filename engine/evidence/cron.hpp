// Cron expressions of six fields, seconds first: second minute hour day-of-month month day-of-week. Understood: `*` and `?`,
// numbers, names (JAN-DEC, SUN-SAT), ranges, lists, steps ("*/6", "5/10", "10-40/10"); Sunday is 0 or 7. If both day fields are
// restricted, a day need fit only one of them (as in Vixie cron). Times are UTC; immutable, safe from many threads.
#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace syncdx::evidence {

enum class CronFault {
  field_count,    // not six fields; the classic one has five and no seconds
  syntax,         // no such number, name or range
  not_supported,  // L, W, #, @daily: valid elsewhere, not understood here
};

struct CronError {
  CronFault fault = CronFault::syntax;
  std::string message;
};

class Cron {
 public:
  [[nodiscard]] static std::variant<Cron, CronError> parse(std::string_view expression);

  // The first fire time after `time`, and the last one not after it; nothing if it does not fire within eight years.
  [[nodiscard]] std::optional<std::chrono::sys_seconds> next(std::chrono::sys_seconds time) const;
  [[nodiscard]] std::optional<std::chrono::sys_seconds> previous(std::chrono::sys_seconds time) const;

  // Mean number of runs a day, over four years from 2025 (a whole leap cycle); 0 if it never fires.
  [[nodiscard]] double runs_per_day() const;

  // The longest time between two runs; nothing if it never fires. The same in every time zone without clock changes.
  [[nodiscard]] std::optional<std::chrono::seconds> longest_gap() const;

 private:
  [[nodiscard]] bool fires_on(std::chrono::sys_days day) const;
  [[nodiscard]] std::optional<std::chrono::seconds> first_in_day(std::chrono::seconds from) const;
  [[nodiscard]] std::optional<std::chrono::seconds> last_in_day(std::chrono::seconds until) const;

  std::bitset<60> seconds_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;      // 1-31
  std::bitset<13> months_;    // 1-12
  std::bitset<7> weekdays_;   // Sunday is 0
  bool any_day_ = false;      // the day-of-month field is `*` or `?`
  bool any_weekday_ = false;  // the same for the day of the week
};

// The number of fields, separated by blanks.
[[nodiscard]] std::size_t count_cron_fields(std::string_view expression);

}  // namespace syncdx::evidence
