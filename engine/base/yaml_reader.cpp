#include "base/yaml_reader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace syncdx {
namespace {

using Kind = YamlNode::Kind;

}  // namespace

Diagnostic& YamlReader::error(const char* code, const SourceRange& where, std::string message, std::string help) {
  return problems_.emplace_back(
      Diagnostic{.code = code, .message = std::move(message), .where = where, .help = std::move(help)});
}

bool YamlReader::expect(const YamlNode& node, Kind kind, std::string_view what) {
  if (node.kind == kind) return true;
  error(codes_.wrong_kind, node.where, fmt::format("{} is {}, expected {}", what, name_of(node.kind), name_of(kind)));
  return false;
}

bool YamlReader::is_map(const YamlNode& node, std::string_view what, const std::vector<std::string>& known,
                        std::initializer_list<const char*> required) {
  if (!expect(node, Kind::map, what)) return false;
  std::map<std::string, SourceRange> seen;
  for (const auto& [key, value] : node.entries) {
    const auto [first, is_new] = seen.emplace(key.text, key.where);
    if (!is_new) {
      error(codes_.key_twice, key.where, fmt::format("the key '{}' stands twice in {}", key.text, what))
          .notes.push_back({"first here", first->second});
    } else if (std::ranges::find(known, key.text) == known.end()) {
      const auto near = nearest_name(key.text, known);
      auto& problem =
          error(codes_.unknown_key, key.where, fmt::format("unknown key '{}' in {}", key.text, what),
                near ? fmt::format("did you mean '{}'?", *near) : fmt::format("known keys: {}", fmt::join(known, ", ")));
      if (only_near_name(key.text, known) && node.find(*near) == nullptr) problem.fix.push_back({key.where, key.text, *near});
    }
  }
  for (const auto* key : required) {
    if (!seen.contains(key)) error(codes_.missing_key, node.where, fmt::format("{} needs the key '{}'", what, key));
  }
  return true;
}

bool YamlReader::is_list(const YamlNode& node, std::string_view what) { return expect(node, Kind::sequence, what); }

std::string YamlReader::text(const YamlNode& node, std::string_view what) {
  return expect(node, Kind::scalar, what) ? node.text : std::string();
}

std::string YamlReader::text(const YamlNode& map, const char* key) {
  const auto* value = map.find(key);
  return value == nullptr ? std::string() : text(*value, std::string_view(key));
}

double YamlReader::number(const YamlNode& map, const char* key, double otherwise) {
  const auto* value = map.find(key);
  if (value == nullptr) return otherwise;
  const auto word = text(*value, std::string_view(key));
  double result = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), result);
  if (fault == std::errc() && end == word.data() + word.size() && std::isfinite(result)) return result;
  bad_value(value->where, fmt::format("'{}' is not a number", word));
  return otherwise;
}

bool YamlReader::flag(const YamlNode& map, const char* key, bool otherwise) {
  const auto* value = map.find(key);
  if (value == nullptr) return otherwise;
  const auto word = text(*value, std::string_view(key));
  if (word == "true" || word == "false") return word == "true";
  bad_value(value->where, fmt::format("'{}' is neither true nor false", word));
  return otherwise;
}

std::vector<std::string> YamlReader::words(const YamlNode& map, const char* key) {
  const auto* value = map.find(key);
  if (value == nullptr) return {};
  if (value->kind == Kind::scalar) return {value->text};
  std::vector<std::string> result;
  if (!expect(*value, Kind::sequence, key)) return result;
  for (const auto& item : value->items) {
    auto word = text(item, std::string_view(key));
    if (!word.empty()) result.push_back(std::move(word));
  }
  return result;
}

}  // namespace syncdx
