// YAML text as a plain tree with places: every key and value knows where it stands, duplicate keys are kept, aliases are
// refused. The only part that knows yaml-cpp. Bounded: depth, number of nodes, size of a file.
#pragma once

#include "syncdx/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncdx {

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  std::string text;                // of a scalar, as written
  bool plain = false;              // a scalar without quotes, not a block
  bool runs_on = false;            // a plain scalar that goes on in further lines
  std::vector<YamlNode> items;     // of a sequence
  std::vector<YamlEntry> entries;  // of a map, in order, duplicates included
  SourceRange where;               // of a scalar: the word; otherwise where it begins

  // The value of the first entry with this key, or nullptr.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

// "a list", as a message says it.
[[nodiscard]] std::string_view name_of(YamlNode::Kind kind) noexcept;

struct YamlEntry {
  YamlNode key;
  YamlNode value;
};

inline constexpr std::size_t max_yaml_bytes = 4U << 20U;
inline constexpr std::size_t max_yaml_depth = 32;
inline constexpr std::size_t max_yaml_nodes = 400'000;

// The single document of `text`. Errors R001 (no YAML), R002 (bounds, aliases, several documents), with the place in `path`.
[[nodiscard]] Result<YamlNode> parse_yaml(const std::string& path, std::string_view text);

}  // namespace syncdx
