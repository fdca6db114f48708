#include "run/pages.hpp"

#include "run/json_pointer.hpp"

namespace syncdx::connect {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_joined_bytes = std::size_t{64} << 20U;

bool says_more(const Paging& paging, const Json& root) {
  if (!paging.more.empty() && at(root, paging.more) != Json(true)) return false;
  if (paging.next.empty()) return !paging.more.empty();
  const auto& next = at(root, paging.next);
  return next.is_string() && !next.get_ref<const std::string&>().empty();
}

}  // namespace

bool has_more(const Paging& paging, const std::string& body) {
  const auto root = parsed_json(body);
  return !root.is_discarded() && says_more(paging, root);
}

std::optional<std::string> next_page(const Paging& paging, const std::string& body, std::size_t read) {
  const auto root = parsed_json(body);
  if (read >= paging.most || root.is_discarded() || !says_more(paging, root)) return std::nullopt;
  if (paging.next.empty()) return std::to_string(read * paging.step);
  return at(root, paging.next).get<std::string>();
}

std::string joined(const Paging& paging, const std::string& first, const std::string& next) {
  auto root = parsed_json(first);
  const auto more = parsed_json(next);
  if (root.is_discarded() || more.is_discarded() || first.size() + next.size() > max_joined_bytes) return first;
  auto* list = find_at(root, paging.list);
  const auto& members = at(more, paging.list);
  if (list == nullptr || !list->is_array() || !members.is_array()) return first;
  list->insert(list->end(), members.begin(), members.end());
  return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace syncdx::connect
