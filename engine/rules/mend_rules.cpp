#include "rules/mend_rules.hpp"

#include "base/text.hpp"
#include "base/yaml_tree.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace syncdx::rules {
namespace {

constexpr int most_rounds = 6;

// A stretch of a text's bytes and what comes in its place.
struct Change {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::string text;
};

// Byte offset of a line's begin and its length without the newline; nullopt past the end.
std::optional<std::pair<std::size_t, std::size_t>> line_at(std::string_view text, std::uint32_t line) {
  std::size_t begin = 0;
  for (; line > 1; --line) {
    begin = text.find('\n', begin);
    if (begin == std::string_view::npos) return std::nullopt;
    ++begin;
  }
  return std::pair(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

// Bytes before the code point of this column.
std::size_t bytes_before(std::string_view line, std::uint32_t column) {
  std::size_t at = 0;
  for (std::uint32_t points = 1; at < line.size() && points < column; ++points) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

// Takes an entry out of a list: its line, where it has one of its own, or it and the comma before it.
std::optional<Change> without_entry(std::string_view line, std::size_t line_begin, std::size_t begin, std::size_t end) {
  const auto lead = line.substr(0, begin);
  const auto rest = line.substr(end);
  const auto dash = lead.find_first_not_of(' ');
  if (dash != std::string_view::npos && lead.substr(dash) == "- " &&
      rest.find_first_not_of(" \t\r") == std::string_view::npos) {
    return Change{line_begin, line.size() + 1, {}};
  }
  const auto comma = lead.find_last_not_of(' ');
  if (comma == std::string_view::npos || lead[comma] != ',') return std::nullopt;
  return Change{line_begin + comma, end - comma, {}};
}

std::optional<Change> change_of(std::string_view text, const TextEdit& edit) {
  const auto line_place = line_at(text, edit.where.begin.line);
  if (!line_place || edit.where.begin.column == 0) return std::nullopt;
  const auto [line_begin, length] = *line_place;
  const auto line = text.substr(line_begin, length);
  auto begin = bytes_before(line, edit.where.begin.column);
  const bool quoted = begin < line.size() && (line[begin] == '"' || line[begin] == '\'');
  const auto inner = begin + (quoted && !edit.before.starts_with(line[begin]) ? 1 : 0);
  if (line.substr(std::min(inner, line.size()), edit.before.size()) != edit.before) return std::nullopt;
  if (!edit.after.empty()) return Change{line_begin + inner, edit.before.size(), edit.after};
  auto end = inner + edit.before.size();
  if (inner != begin) {
    if (end >= line.size() || line[end] != line[begin]) return std::nullopt;
    ++end;
  }
  return without_entry(line, line_begin, begin, end);
}

}  // namespace

Edited apply_fixes(const std::string& path, std::string text, std::span<const Diagnostic> problems) {
  std::vector<Change> changes;
  for (const auto& problem : problems) {
    if (problem.where.path != path) continue;
    for (const auto& edit : problem.fix) {
      if (auto change = change_of(text, edit)) changes.push_back(std::move(*change));
    }
  }
  std::ranges::sort(changes, std::ranges::greater(), &Change::begin);
  Edited result{std::move(text)};
  std::size_t border = result.text.size() + 1;
  for (const auto& change : changes) {
    if (change.begin + change.length > border) continue;
    const auto length = std::min(change.length, result.text.size() - change.begin);
    result.text.replace(change.begin, length, change.text);
    border = change.begin;
    ++result.edits;
  }
  return result;
}

Mended mend_rules(std::vector<RuleFile> files) {
  const auto problems_of = [](const std::vector<RuleFile>& set) {
    auto loaded = load_rules(set);
    return loaded ? std::move(loaded->warnings) : std::move(loaded.error());
  };
  Mended result;
  result.left = problems_of(files);
  std::map<std::string, std::string> changed;
  for (int round = 0; round < most_rounds; ++round) {
    bool any = false;
    for (auto& file : files) {
      const auto edited = apply_fixes(file.path, file.text, result.left);
      if (edited.edits == 0 || edited.text == file.text) continue;
      // What did not parse shows its other problems only now; otherwise there may be no more than before.
      const bool parsed = parse_yaml(file.path, file.text).has_value();
      if (!parse_yaml(file.path, edited.text) && parsed) continue;
      auto before = std::exchange(file.text, edited.text);
      auto left = problems_of(files);
      if (parsed && left.size() > result.left.size()) {
        file.text = std::move(before);
        continue;
      }
      result.left = std::move(left);
      result.fixes += edited.edits;
      changed[file.path] = file.text;
      any = true;
    }
    if (!any) break;
  }
  for (auto& [path, text] : changed) result.changed.push_back({path, std::move(text)});
  return result;
}

std::vector<TextEdit> missing_quotes(const std::string& path, const std::string& text, const Diagnostic& problem) {
  for (const auto number : {problem.where.begin.line, problem.where.begin.line - 1}) {
    const auto place = number >= 1 ? line_at(text, number) : std::nullopt;
    if (!place) continue;
    const auto line = std::string_view(text).substr(place->first, place->second);
    auto at = line.find_first_not_of(' ');
    if (at == std::string_view::npos) continue;
    if (line.substr(at).starts_with("- ")) at += 2;
    const auto colon = line.find(": ", at);
    const auto key = line.substr(at, colon == std::string_view::npos ? 0 : colon - at);
    const bool has_key =
        !key.empty() && key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos;
    for (const auto begin : {has_key ? colon + 2 : at, at}) {
      const auto value = line.substr(std::min(begin, line.size()));
      if (value.empty() || value.find_first_of("'\"[{|>&*!") == 0 || value.find(": ") == std::string_view::npos) continue;
      std::string quoted = "'";
      for (const char c : value) quoted += c == '\'' ? "''" : std::string(1, c);
      quoted += '\'';
      const auto column = static_cast<std::uint32_t>(count_code_points(line.substr(0, begin)) + 1);
      const TextEdit edit{{path, {number, column}, {number, column}}, std::string(value), std::move(quoted)};
      std::string mended = text;
      mended.replace(place->first + begin, value.size(), edit.after);
      const auto again = parse_yaml(path, mended);
      if (again || again.error().where.begin.line > number + 1) return {edit};
    }
  }
  return {};
}

}  // namespace syncdx::rules
