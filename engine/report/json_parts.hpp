// What the JSON reports share. Pure; thread safe.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace syncdx::report {

using Json = nlohmann::ordered_json;  // members stay in the order in which they are written down

// Of every document: it becomes another one when a member goes away or changes its meaning.
inline constexpr int schema_version = 1;

// The document for readers: indented by two, what is no UTF-8 replaced, a newline at the end.
[[nodiscard]] inline std::string dump(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// `to_json` of each item.
template <typename List, typename ToJson>
[[nodiscard]] Json array(const List& list, const ToJson& to_json) {
  Json result = Json::array();
  for (const auto& item : list) result.push_back(to_json(item));
  return result;
}

}  // namespace syncdx::report
