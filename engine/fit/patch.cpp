#include "fit/patch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace syncdx::evaluate {
namespace {

constexpr std::size_t context = 3;

// What becomes of one line: itself, or other lines.
struct Line {
  std::string_view old_text;  // with its line break, if it has one
  std::string new_text;       // likewise; several lines where some are added
  bool changed = false;
};

std::vector<Line> split(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back({text.substr(0, end), std::string(text.substr(0, end)), false});
    text.remove_prefix(end);
  }
  return lines;
}

// The byte at which code point `column` (from 1) of valid UTF-8 begins.
std::size_t byte_of(std::string_view line, std::uint32_t column) {
  std::size_t at = 0;
  for (std::uint32_t i = 1; i < column && at < line.size(); ++i) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

Diagnostic misplaced(const std::string& path, SourcePosition at, std::string_view expected) {
  return {.code = "E006",
          .message = fmt::format("'{}' does not stand where the rules were read from", expected),
          .where = {path, at, at},
          .help = "the file changed meanwhile: run the command again"};
}

// Every old line with a mark, every new one with another, for a hunk's body.
std::string marked(char mark, std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    result += mark;
    result += text.substr(0, end);
    if (!text.substr(0, end).ends_with('\n')) result += "\n\\ No newline at end of file\n";
    text.remove_prefix(end);
  }
  return result;
}

std::size_t lines_in(std::string_view text) {
  const auto breaks = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  return text.empty() || text.ends_with('\n') ? breaks : breaks + 1;
}

// Lines `begin` .. `end` of the old text with their changes; `shift`: how many lines more the new text has before them.
std::string hunk(std::span<const Line> lines, std::size_t begin, std::ptrdiff_t shift) {
  std::string body;
  std::size_t new_lines = 0;
  for (const auto& line : lines) {
    new_lines += lines_in(line.new_text);
    if (!line.changed) {
      body += marked(' ', line.old_text);
    } else if (line.new_text.starts_with(line.old_text)) {
      body += marked(' ', line.old_text) + marked('+', std::string_view(line.new_text).substr(line.old_text.size()));
    } else {
      body += marked('-', line.old_text) + marked('+', line.new_text);
    }
  }
  return fmt::format("@@ -{},{} +{},{} @@\n{}", begin + 1, lines.size(), static_cast<std::ptrdiff_t>(begin + 1) + shift,
                     new_lines, body);
}

std::string unified(const std::string& path, const std::vector<Line>& lines) {
  std::string diff;
  std::ptrdiff_t shift = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].changed) continue;
    const auto begin = i - std::min(i, context);
    auto last = i;
    for (auto j = i; j < lines.size() && j <= last + 2 * context; ++j) last = lines[j].changed ? j : last;
    const auto end = std::min(lines.size(), last + context + 1);
    const auto part = std::span(lines).subspan(begin, end - begin);
    diff += hunk(part, begin, shift);
    for (const auto& line : part)
      shift += std::ssize(std::string_view(line.new_text)) == 0 ? 0 : static_cast<std::ptrdiff_t>(lines_in(line.new_text)) - 1;
    i = end - 1;
  }
  return diff.empty() ? diff : fmt::format("--- {0}\n+++ {0}\n{1}", path, diff);
}

}  // namespace

Result<Patched> patch_text(const std::string& path, std::string_view text, std::span<const Replacement> replacements,
                           std::span<const AddedLine> added) {
  auto lines = split(text);
  std::vector<Replacement> ordered(replacements.begin(), replacements.end());
  std::ranges::sort(ordered, std::ranges::greater{}, &Replacement::at);
  std::optional<std::pair<std::uint32_t, std::size_t>> before;  // line and byte of the replacement behind this one
  for (const auto& replacement : ordered) {
    const auto row = replacement.at.line;
    if (row < 1 || row > lines.size()) return fail(misplaced(path, replacement.at, replacement.old_text));
    auto& line = lines[row - 1];
    const auto at = byte_of(line.old_text, replacement.at.column);
    const auto end = at + replacement.old_text.size();
    const bool overlaps = before && before->first == row && end > before->second;
    if (overlaps || line.old_text.substr(at, replacement.old_text.size()) != replacement.old_text) {
      return fail(misplaced(path, replacement.at, replacement.old_text));
    }
    line.new_text.replace(at, replacement.old_text.size(), replacement.new_text);
    line.changed = line.changed || replacement.old_text != replacement.new_text;
    before = {row, at};
  }
  for (const auto& [after, content] : added) {
    if (after < 1 || after > lines.size()) return fail(misplaced(path, {after, 1}, content));
    auto& line = lines[after - 1];
    if (!line.new_text.ends_with('\n')) line.new_text += '\n';
    line.new_text += content + "\n";
    line.changed = true;
  }
  Patched patched;
  for (const auto& line : lines) patched.text += line.new_text;
  patched.diff = unified(path, lines);
  return patched;
}

}  // namespace syncdx::evaluate
