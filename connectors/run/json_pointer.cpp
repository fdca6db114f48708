#include "run/json_pointer.hpp"

#include <charconv>

namespace syncdx::connect {
namespace {

using Json = nlohmann::json;

constexpr int max_depth = 64;

std::string unescaped(std::string_view token) {
  std::string key(token);
  for (std::size_t i; (i = key.find("~1")) != std::string::npos;) key.replace(i, 2, "/");
  for (std::size_t i; (i = key.find("~0")) != std::string::npos;) key.replace(i, 2, "~");
  return key;
}

const Json* member(const Json& here, const std::string& key) {
  if (here.is_object()) {
    const auto found = here.find(key);
    return found == here.end() ? nullptr : &*found;
  }
  if (!here.is_array()) return nullptr;
  std::size_t index = 0;
  const auto [stop, fault] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (fault != std::errc() || stop != key.data() + key.size() || index >= here.size()) return nullptr;
  return &here[index];
}

const Json* find(const Json& root, std::string_view rest) {
  const auto* here = &root;
  while (!rest.empty() && here != nullptr) {
    rest.remove_prefix(1);  // the slash
    const auto end = std::min(rest.find('/'), rest.size());
    here = member(*here, unescaped(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  return here;
}

}  // namespace

Json parsed_json(std::string_view text) {
  return Json::parse(
      text, [](int level, Json::parse_event_t, Json&) { return level < max_depth; }, false);
}

const Json& at(const Json& root, std::string_view pointer) {
  static const Json nothing;
  const auto* found = find(root, pointer);
  return found == nullptr ? nothing : *found;
}

Json* find_at(Json& root, std::string_view pointer) {
  return const_cast<Json*>(find(root, pointer));  // NOLINT(cppcoreguidelines-pro-type-const-cast): root is not const
}

}  // namespace syncdx::connect
