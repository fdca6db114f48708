#include "run/mask_document.hpp"

#include "run/json_pointer.hpp"

namespace syncdx::connect {
namespace {

using Json = nlohmann::json;

// Depth is bounded by parsed_json.
void mask_texts(Json& value, const std::function<std::string(std::string)>& mask) {  // NOLINT(misc-no-recursion)
  if (value.is_string()) {
    value = mask(value.get<std::string>());
  } else if (value.is_array()) {
    for (auto& member : value) mask_texts(member, mask);
  } else if (value.is_object()) {
    for (auto& [name, member] : value.items()) mask_texts(member, mask);
  }
}

}  // namespace

std::string masked_document(const std::string& body, const std::function<std::string(std::string)>& mask) {
  auto root = parsed_json(body);
  if (root.is_discarded()) return {};
  mask_texts(root, mask);
  return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace syncdx::connect
