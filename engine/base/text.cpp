#include "base/text.hpp"

#include <algorithm>
#include <cstdint>

namespace syncdx {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> before(width);
  std::vector<std::size_t> above(width);
  std::vector<std::size_t> row(width);
  for (std::size_t j = 0; j < width; ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j < width; ++j) {
      const std::size_t substitution = above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::optional<std::string> nearest_name(std::string_view word, std::span<const std::string> candidates) {
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::optional<std::string> best;
  std::size_t best_distance = limit + 1;
  for (const auto& candidate : candidates) {
    const std::size_t gap = candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
    if (gap >= best_distance) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::optional<std::string> only_near_name(std::string_view word, std::span<const std::string> candidates) {
  const auto best = nearest_name(word, candidates);
  if (!best) return std::nullopt;
  const auto distance = edit_distance(word, *best);
  const auto as_near = [&](const auto& other) { return other != *best && edit_distance(word, other) <= distance; };
  return distance <= 2 && std::ranges::none_of(candidates, as_near) ? best : std::nullopt;
}

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Length of the well-formed sequence at the start of `bytes` (Unicode 15, table 3-7), or 0.
std::size_t sequence_length(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : (lead & 0xF0U) == 0xE0U      ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || bytes.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(bytes[i])) return 0;
  }
  const unsigned second = at(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : length;
}

bool is_control_sequence(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return (first < 0x20 && first != '\t' && first != '\n') || first == 0x7F;
  if (sequence.size() == 2) return first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;  // C1 controls
  // Bidirectional overrides and isolates: U+202A..U+202E, U+2066..U+2069.
  if (sequence.size() == 3 && first == 0xE2) {
    const unsigned tail =
        (static_cast<unsigned>(static_cast<unsigned char>(sequence[1])) << 8U) | static_cast<unsigned char>(sequence[2]);
    return (tail >= 0x80AA && tail <= 0x80AE) || (tail >= 0x81A6 && tail <= 0x81A9);
  }
  return false;
}

}  // namespace

std::string repair_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = sequence_length(bytes);
    const auto sequence = bytes.substr(0, std::max<std::size_t>(1, length));
    text += length == 0 || is_control_sequence(sequence) ? replacement : sequence;
    bytes.remove_prefix(sequence.size());
  }
  return text;
}

std::size_t count_code_points(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return !is_continuation(byte); }));
}

std::string shorten(std::string_view text, std::size_t limit) {
  if (count_code_points(text) <= limit) return std::string(text);
  if (limit == 0) return {};
  std::size_t points = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    if (!is_continuation(text[end]) && points++ == limit - 1) break;
    ++end;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t space = text.find_first_of(" \n\t");
    const auto word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!line.empty() && count_code_points(line) + 1 + count_code_points(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace syncdx
