// Lines are moved and shifted as wholes: an entry of a block map is the lines from the comments above its key to those above
// the next key. The YAML tree says where keys and items stand; block maps and lists are laid out, everything else (flow style,
// texts over several lines) is shifted with its key. In the end the result is read again and compared with what was there.
// Test: tests/rules/format_test.cpp.
#include "rules/format_rules.hpp"

#include "rules/rule_table.hpp"

#include "base/yaml_tree.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace syncdx::rules {
namespace {

using Kind = YamlNode::Kind;
using Lines = std::vector<std::string>;

constexpr std::size_t step = 2;

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool is_remark(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first == std::string_view::npos || line[first] == '#';
}

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    lines.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// A stretch of lines, `to` exclusive.
struct Stretch {
  std::size_t from = 0;
  std::size_t to = 0;
};

std::size_t line_of(const YamlNode& node) { return node.where.begin.line - 1; }
std::size_t column_of(const YamlNode& node) { return node.where.begin.column - 1; }

class Layout {
 public:
  explicit Layout(Lines lines) : lines_(std::move(lines)) {}

  Lines run(const YamlNode& root) && {
    if (root.kind != Kind::map || root.entries.empty()) return std::move(lines_);
    const auto first = line_of(root.entries.front().key);
    remarks({0, first}, 0);
    const auto end = with_remarks(lines_.size(), first);
    map(root, &mapping_rule("file"), {first, end}, 0);
    remarks({end, lines_.size()}, 0);
    return std::move(out_);
  }

 private:
  void put(std::string_view line, std::size_t column) {
    out_.push_back(line.empty() ? std::string() : std::string(column, ' ') + std::string(line.substr(indentation(line))));
  }

  void remarks(const Stretch& where, std::size_t column) {
    for (auto i = where.from; i < where.to; ++i) put(lines_[i], column);
  }

  // As they are, but that what stood at column `from` stands at `to`.
  void shift(const Stretch& where, std::size_t from, std::size_t to) {
    for (auto i = where.from; i < where.to; ++i) {
      const auto now = indentation(lines_[i]);
      put(lines_[i], now + to >= from ? now + to - from : 0);
    }
  }

  // The first of the remarks that stand directly above `line`, but not above `floor`.
  [[nodiscard]] std::size_t with_remarks(std::size_t line, std::size_t floor) const {
    while (line > floor && is_remark(lines_[line - 1])) --line;
    return line;
  }

  // Keys that stand one below another, each at the beginning of its line (the first perhaps behind a dash).
  [[nodiscard]] bool is_block(const YamlNode& map, const Stretch& where) const {
    if (map.kind != Kind::map || map.entries.empty() || line_of(map.entries.front().key) != where.from) return false;
    const auto column = column_of(map.entries.front().key);
    for (std::size_t i = 1; i < map.entries.size(); ++i) {
      const auto& key = map.entries[i].key;
      if (column_of(key) != column || line_of(key) <= line_of(map.entries[i - 1].key)) return false;
      if (indentation(lines_[line_of(key)]) != column) return false;
    }
    const auto& first = lines_[where.from];
    const auto lead = std::string_view(first).substr(0, column);
    return lead.find_first_not_of(" -") == std::string_view::npos && std::ranges::count(lead, '-') <= 1;
  }

  void map(const YamlNode& node, const MappingRule* rule, const Stretch& where, std::size_t column) {
    const auto& entries = node.entries;
    std::vector<Stretch> parts(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      parts[i].from = i == 0 ? where.from : with_remarks(line_of(entries[i].key), line_of(entries[i - 1].key) + 1);
      if (i > 0) parts[i - 1].to = parts[i].from;
    }
    parts.back().to = where.to;
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return rank(rule, entries[i].key.text); });
    for (const auto i : order) entry(entries[i], rule, parts[i], column);
  }

  static std::size_t rank(const MappingRule* rule, std::string_view key) {
    const auto* found = rule != nullptr ? find_key(*rule, key) : nullptr;
    return found != nullptr ? static_cast<std::size_t>(found - rule->keys.data()) : rule != nullptr ? rule->keys.size() : 0;
  }

  void entry(const YamlEntry& entry, const MappingRule* rule, const Stretch& where, std::size_t column) {
    const auto key = line_of(entry.key);
    remarks({where.from, key}, column);
    const auto* known = rule != nullptr ? find_key(*rule, entry.key.text) : nullptr;
    const auto* inner = known != nullptr && known->form == Form::mapping ? &mapping_rule(known->of) : nullptr;
    const auto& value = entry.value;
    const bool below = (value.kind == Kind::map || value.kind == Kind::sequence) && line_of(value) > key;
    const auto begin = below ? line_of(value) : 0;
    const Stretch rest{begin, where.to};
    const bool block = below && (is_block(value, rest) || is_block_list(value, rest));
    if (!block) {
      // Behind a dash, the key's own line is not indented to its column.
      out_.push_back(std::string(column, ' ') + lines_[key].substr(column_of(entry.key)));
      shift({key + 1, where.to}, column_of(entry.key), column);
      return;
    }
    out_.push_back(std::string(column, ' ') + lines_[key].substr(column_of(entry.key)));
    remarks({key + 1, begin}, column + step);
    if (value.kind == Kind::map) {
      map(value, inner, rest, column + step);
    } else {
      list(value, inner, rest, column + step);
    }
  }

  [[nodiscard]] bool is_block_list(const YamlNode& list, const Stretch& where) const {
    if (list.kind != Kind::sequence || list.items.empty() || line_of(list) != where.from) return false;
    const auto column = indentation(lines_[where.from]);
    std::size_t before = 0;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const auto line = line_of(list.items[i]);
      if (i > 0 && line <= before) return false;
      before = line;
      const std::string_view text = lines_[line];
      if (indentation(text) != column || !text.substr(column).starts_with("- ")) return false;
      if (list.items[i].kind == Kind::sequence && text.substr(column + 2).starts_with("- ")) return false;
    }
    return line_of(list.items.front()) == where.from;
  }

  void list(const YamlNode& node, const MappingRule* rule, const Stretch& where, std::size_t column) {
    const auto dash = indentation(lines_[where.from]);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const auto line = line_of(node.items[i]);
      const auto from = i == 0 ? line : with_remarks(line, line_of(node.items[i - 1]) + 1);
      const bool last = i + 1 == node.items.size();
      const auto to = last ? where.to : with_remarks(line_of(node.items[i + 1]), line + 1);
      remarks({from, line}, column);
      if (is_block(node.items[i], {line, to})) {
        dashed_map(node.items[i], rule, {line, to}, column);
      } else {
        shift({line, to}, dash, column);
      }
    }
  }

  // The map's lines, then a dash before the first that is no remark.
  void dashed_map(const YamlNode& node, const MappingRule* rule, const Stretch& where, std::size_t column) {
    const auto begin = out_.size();
    map(node, rule, where, column + step);
    for (auto i = begin; i < out_.size(); ++i) {
      const bool remark = is_remark(out_[i]);
      if (remark && out_[i].empty()) continue;
      out_[i].replace(0, column + step, std::string(column, ' ') + (remark ? "" : "- "));
      if (!remark) break;
    }
  }

  Lines lines_;
  Lines out_;
};

// Equal but for the order of the keys that the table knows.
bool same(const YamlNode& a, const YamlNode& b, const MappingRule* rule) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() || a.entries.size() != b.entries.size())
    return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i], rule)) return false;
  }
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    const auto& [key, value] = a.entries[i];
    if (rule == nullptr) {
      if (key.text != b.entries[i].key.text || !same(value, b.entries[i].value, nullptr)) return false;
      continue;
    }
    const auto* known = find_key(*rule, key.text);
    const auto* other = b.find(key.text);
    const auto* inner = known != nullptr && known->form == Form::mapping ? &mapping_rule(known->of) : nullptr;
    if (other == nullptr || !same(value, *other, inner)) return false;
  }
  return true;
}

bool has_twice(const YamlNode& node) {
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    if (node.find(node.entries[i].key.text) != &node.entries[i].value || has_twice(node.entries[i].value)) return true;
  }
  return std::ranges::any_of(node.items, has_twice);
}

std::string joined(const Lines& lines) {
  std::string text;
  bool empty = true;  // the line before
  for (const auto& line : lines) {
    if (!(line.empty() && empty)) text += line + '\n';
    empty = line.empty();
  }
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

}  // namespace

std::string format_rules(std::string_view text) {
  const auto before = parse_yaml("", text);
  if (!before || has_twice(*before)) return std::string(text);
  const auto lines = split(text);
  // Block texts keep their blanks and empty lines, so such files are left alone.
  if (std::ranges::any_of(
          lines, [](const auto& line) { return line.ends_with('|') || line.ends_with('>') || line.starts_with("---"); })) {
    return std::string(text);
  }
  auto result = joined(Layout(lines).run(*before));
  const auto after = parse_yaml("", result);
  return after && same(*before, *after, &mapping_rule("file")) ? result : std::string(text);
}

}  // namespace syncdx::rules
