// Reading one probe of a connector file, and what the readers of such files share. Internal to declare.
#pragma once

#include "base/text.hpp"
#include "base/yaml_reader.hpp"
#include "declare/connector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::connect {

// Members of the list at `key`; none if there is no list.
[[nodiscard]] std::vector<const YamlNode*> items_of(YamlReader& reader, const YamlNode& map, const char* key);

// The map of texts at `key`; empty if there is none.
[[nodiscard]] Pairs pairs_of(YamlReader& reader, const YamlNode& map, const char* key);

void check_pattern(YamlReader& reader, const YamlNode& map, const char* key, const std::string& regex);

// The word at `key` by a table of names and values; its first value if the word is not known, which is reported.
template <typename Table>
auto word_in(YamlReader& reader, const YamlNode& map, const char* key, const Table& table) {
  const auto word = reader.text(map, key);
  const auto found = std::ranges::find(table, word, [](const auto& entry) { return entry.first; });
  if (found != table.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, value] : table) names.emplace_back(name);
  if (const auto* node = map.find(key)) {
    const auto near = nearest_name(word, names);
    reader.bad_value(node->where, fmt::format("unknown {} '{}'", key, word),
                     near ? fmt::format("did you mean '{}'?", *near) : "");
  }
  return table.front().second;
}

// `connector` as far as it is read: account fields, and the probes before this one. Nothing if the node is no probe at all.
[[nodiscard]] std::optional<ProbeSpec> read_probe(YamlReader& reader, const YamlNode& node, const Connector& connector);

// Probes that must have ended before `probe` can begin.
[[nodiscard]] std::vector<std::string> probes_before(const ProbeSpec& probe);

}  // namespace syncdx::connect
