// Reads the counts of a log's closing line. Each count stands right before or right behind its word.
#include "evidence/plain_totals.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

namespace syncdx::evidence {
namespace {

constexpr std::size_t longest_line = 2000;

// "saved 300", "saved: 1,300", "\"saved\":300" or "300 saved", "300 orders saved".
class CountPattern {
 public:
  explicit CountPattern(const std::string& words)
      : behind_(R"((?i)\b(?:)" + words + R"()(?: (?:records?|orders?|rows?|items?|products?))?["' :=]{1,4}(\d[\d,]{0,12})\b)"),
        before_(R"((?i)\b(\d[\d,]{0,12}) (?:(?:records?|orders?|rows?|items?|products?|were|was) ){0,2}(?:)" + words +
                R"()\b)") {}

  [[nodiscard]] std::optional<double> read(std::string_view line) const {
    const re2::StringPiece text(line.data(), line.size());
    std::string digits;
    if (!RE2::PartialMatch(text, behind_, &digits) && !RE2::PartialMatch(text, before_, &digits)) return std::nullopt;
    std::erase(digits, ',');
    return std::stod(digits);  // 13 digits at most
  }

 private:
  RE2 behind_;
  RE2 before_;
};

}  // namespace

std::optional<Session> read_plain_totals(std::string_view line) {
  static const CountPattern fetched("fetched|received|read|extracted|pulled|retrieved");
  static const CountPattern saved("saved|success|successful|succeeded|stored|written|imported|loaded|synced");
  static const CountPattern failed("failed|failures|errors|rejected");
  static const CountPattern skipped("skipped|ignored");
  if (line.size() > longest_line) return std::nullopt;
  Session session;
  session.fetched = fetched.read(line);
  session.success = saved.read(line);
  session.failed = failed.read(line);
  session.skipped = skipped.read(line);
  const auto known = std::ranges::count_if(std::array{session.success, session.failed, session.skipped},
                                           [](const auto& count) { return count.has_value(); });
  if (!session.fetched || known < 2) return std::nullopt;
  return session;
}

}  // namespace syncdx::evidence
