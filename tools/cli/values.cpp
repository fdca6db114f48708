#include "values.hpp"

#include "base/text.hpp"
#include "logs/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace syncdx::cli {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return result;
}

tl::unexpected<Diagnostic> wrong_value(std::string_view text, std::string_view expected) {
  return fail({.code = "C001", .message = fmt::format("'{}' is not {}", shorten(repair_utf8(text), 100), expected)});
}

// The whole of `text` as a number.
template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<double> read_probability(std::string_view text) {
  constexpr std::string_view expected = "a probability: write 0.8 or 80%";
  std::string_view number = text;
  const bool percent = number.ends_with('%');
  if (percent) number.remove_suffix(1);
  while (percent && number.ends_with(' ')) number.remove_suffix(1);
  const auto written = number_in<double>(number);
  if (!written) return wrong_value(text, expected);
  const double value = percent ? *written / 100 : *written;
  if (!std::isfinite(value) || value <= 0 || value > 1) return wrong_value(text, expected);
  return value;
}

Result<std::uint64_t> read_whole_number(std::string_view text, Bounds<std::uint64_t> bounds) {
  const auto value = number_in<std::uint64_t>(text);
  if (value && *value >= bounds.least && *value <= bounds.most) return *value;
  return wrong_value(text, fmt::format("a whole number from {} to {}", bounds.least, bounds.most));
}

Result<double> read_number(std::string_view text, Bounds<double> bounds) {
  const auto value = number_in<double>(text);
  if (value && *value >= bounds.least && *value <= bounds.most) return *value;
  return wrong_value(text, fmt::format("a number from {} to {}", bounds.least, bounds.most));
}

Result<std::string> read_some_text(std::string_view text) {
  if (text.empty()) return fail({.code = "C001", .message = "it is empty"});
  return std::string(text);
}

Result<std::pair<std::string, bool>> read_answer(std::string_view text) {
  constexpr auto words = std::to_array<std::pair<std::string_view, bool>>(
      {{"yes", true}, {"y", true}, {"true", true}, {"1", true}, {"no", false}, {"n", false}, {"false", false}, {"0", false}});
  const auto equals = text.rfind('=');
  if (equals != std::string_view::npos && equals > 0) {
    const std::string said = lower(text.substr(equals + 1));
    const auto word = std::ranges::find(words, said, &std::pair<std::string_view, bool>::first);
    if (word != words.end()) return std::pair(std::string(text.substr(0, equals)), word->second);
  }
  return wrong_value(text, "an answer: write ID=yes or ID=no");
}

Result<std::chrono::sys_seconds> read_time(std::string_view text) {
  const auto time = logs::parse_time(text);
  if (!time) return wrong_value(text, "a time: write 2026-11-23T10:00:00Z");
  return std::chrono::floor<std::chrono::seconds>(*time);
}

Result<std::string> read_platform(std::string_view text) {
  const auto allowed = [](unsigned char byte) { return std::isalnum(byte) != 0 || byte == '_' || byte == '-'; };
  if (text.empty() || text.size() > 64 || !std::ranges::all_of(text, allowed)) {
    return wrong_value(text, "a platform's id: write shopify, amazon, netsuite, any or the like");
  }
  return lower(text);
}

}  // namespace syncdx::cli
