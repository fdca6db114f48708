#include "rules/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace syncdx::rules {

bool is_id(std::string_view text) noexcept {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::ranges::all_of(text, good);
}

bool is_guide_id(std::string_view text) noexcept {
  const auto digits = [&](std::size_t from) {
    std::size_t at = from;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
  };
  if (text.size() < 2 || text[0] < 'A' || text[0] > 'H') return false;
  const auto number = digits(1);
  if (number == 1) return false;
  if (number == text.size()) return true;
  const bool part = text[number] == 's' || text[number] == 'c' || text[number] == 'x';
  return part && digits(number + 1) == text.size() && number + 1 < text.size();
}

std::optional<double> parse_number(std::string_view text) noexcept {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<double> read_share(std::string_view text, std::span<const NumberWord> table) noexcept {
  const auto word = std::ranges::find(table, text, &NumberWord::first);
  if (word != table.end()) return word->second;
  const auto number = parse_number(text);
  return number && *number >= 0 && *number <= 1 ? number : std::nullopt;
}

}  // namespace syncdx::rules
