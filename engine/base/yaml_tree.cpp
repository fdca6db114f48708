#include "base/yaml_tree.hpp"

#include "base/text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace syncdx {

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::ranges::find_if(entries, [&](const auto& entry) { return entry.key.text == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::string_view name_of(YamlNode::Kind kind) noexcept {
  switch (kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return "a single value";
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::map:
      break;
  }
  return "a map";
}

namespace {

// yaml-cpp's places count from 0 and in bytes; ours from 1 and in code points.
class Places {
 public:
  Places(std::string path, std::string_view text) : path_(std::move(path)) {
    while (true) {
      const auto end = text.find('\n');
      lines_.push_back(text.substr(0, end));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
  }

  [[nodiscard]] SourceRange range(const YAML::Mark& mark, std::size_t length) const {
    if (mark.is_null()) return {path_, {1, 1}, {1, 2}};
    const auto line = static_cast<std::size_t>(mark.line);
    const auto bytes = static_cast<std::size_t>(mark.column);
    const auto before = line < lines_.size() ? lines_[line].substr(0, bytes) : std::string_view();
    const auto column = static_cast<std::uint32_t>(count_code_points(before) + 1);
    const auto row = static_cast<std::uint32_t>(line + 1);
    return {path_, {row, column}, {row, column + static_cast<std::uint32_t>(std::max<std::size_t>(1, length))}};
  }

  // True if the line goes on with `text` at the mark.
  [[nodiscard]] bool has(const YAML::Mark& mark, std::string_view text) const {
    const auto line = static_cast<std::size_t>(mark.line);
    const auto column = static_cast<std::size_t>(mark.column);
    return line < lines_.size() && column <= lines_[line].size() && lines_[line].substr(column).starts_with(text);
  }

  [[nodiscard]] std::string line(std::uint32_t number) const {
    return number >= 1 && number <= lines_.size() ? std::string(lines_[number - 1]) : std::string();
  }

 private:
  std::string path_;
  std::vector<std::string_view> lines_;
};

// Thrown out of yaml-cpp's callbacks and caught in parse_yaml: the only way to stop it.
struct Refused : std::runtime_error {
  Refused(const YAML::Mark& at, const char* what) : std::runtime_error(what), mark(at) {}
  YAML::Mark mark;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const Places& places) : places_(places) {}

  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    add({.kind = YamlNode::Kind::null, .where = at(mark, 1)}, mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { throw Refused(mark, "aliases (*name) are not allowed"); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    const bool plain = tag == "?";  // the tag that YAML gives to what has neither quotes nor a tag
    // With an anchor the mark stands at that.
    const bool runs_on = plain && anchor == 0 && !places_.has(mark, value);
    const auto length = runs_on || value.find('\n') != std::string::npos ? 1 : count_code_points(value);
    add({.kind = YamlNode::Kind::scalar, .text = value, .plain = plain, .runs_on = runs_on, .where = at(mark, length)}, mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open({.kind = YamlNode::Kind::sequence, .where = at(mark, 1)}, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open({.kind = YamlNode::Kind::map, .where = at(mark, 1)}, mark);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YamlNode key;
    bool has_key = false;
  };

  [[nodiscard]] SourceRange at(const YAML::Mark& mark, std::size_t length) const { return places_.range(mark, length); }

  void add(YamlNode node, const YAML::Mark& mark) {
    if (++nodes_ > max_yaml_nodes) throw Refused(mark, "the file has too many values");
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      parent.key = std::move(node);
      parent.has_key = true;
    } else {
      parent.node.entries.push_back({std::move(parent.key), std::move(node)});
      parent.has_key = false;
    }
  }

  void open(YamlNode node, const YAML::Mark& mark) {
    if (open_.size() >= max_yaml_depth) throw Refused(mark, "the values are nested too deep");
    open_.push_back({.node = std::move(node)});
  }

  void close() {
    auto done = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(done), YAML::Mark::null_mark());
  }

  const Places& places_;
  std::vector<Open> open_;
  YamlNode root_;
  std::size_t nodes_ = 0;
};

// Deep nesting of brackets makes yaml-cpp 0.7 recurse, so it is refused before yaml-cpp sees it.
bool nests_too_deep(std::string_view text) {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') {
      if (++depth > 4 * max_yaml_depth) return true;
    } else if (c == ']' || c == '}') {
      depth -= depth > 0 ? 1 : 0;
    } else if (c == '\n') {
      depth = depth > max_yaml_depth ? depth : 0;
    }
  }
  return false;
}

// "- - - -" nests as well.
bool nests_by_dashes(std::string_view text) {
  std::size_t dashes = 0;
  for (const char c : text) {
    if (c == '-' || c == '?' || c == ':')
      ++dashes;
    else if (c != ' ')
      dashes = 0;
    if (dashes > 200) return true;
  }
  return false;
}

// yaml-cpp often stumbles only lines behind the mistake.
std::string help_on(std::string_view message) {
  if (message.find("unknown escape character") != std::string_view::npos)
    return "in double quotes a backslash begins an escape: put the text in single quotes";
  return "look at this line and those above it for a quote or bracket that stays open, a lost blank behind ':', a tab, or "
         "another indentation";
}

}  // namespace

Result<YamlNode> parse_yaml(const std::string& path, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark, which yaml-cpp does not count
  const Places places(path, text);
  const auto problem = [&](const char* code, std::string message, const YAML::Mark& mark,
                           std::string help = "see engine/doc/rule_language.md") {
    const auto where = places.range(mark, 1);
    return fail({.code = code,
                 .message = std::move(message),
                 .where = where,
                 .help = std::move(help),
                 .snippet = places.line(where.begin.line)});
  };
  const auto start = YAML::Mark::null_mark();
  if (text.size() > max_yaml_bytes) return problem("R002", "the file is larger than 4 MiB", start);
  if (repair_utf8(text) != text) return problem("R001", "the file is not valid UTF-8 text", start);
  if (nests_too_deep(text) || nests_by_dashes(text)) return problem("R002", "the values are nested too deep", start);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder(places);
    if (!parser.HandleNextDocument(builder)) return problem("R001", "the file is empty", start);
    auto tree = builder.take();
    TreeBuilder rest(places);
    if (parser.HandleNextDocument(rest))
      return problem("R002", "the file holds several documents (---); write one per file", start);
    return tree;
  } catch (const Refused& refused) {
    return problem("R002", refused.what(), refused.mark);
  } catch (const YAML::Exception& error) {
    return problem("R001", "no valid YAML: " + error.msg, error.mark, help_on(error.msg));
  } catch (const std::exception& error) {
    return problem("R001", std::string("no valid YAML: ") + error.what(), start);
  }
}

}  // namespace syncdx
