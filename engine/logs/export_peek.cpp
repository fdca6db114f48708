#include "logs/export_peek.hpp"

#include <algorithm>
#include <array>

namespace syncdx::logs {
namespace {

constexpr std::string_view white_space = " \t\r\n";

std::string_view skip_white_space(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
  return text;
}

bool begins_export_format(std::string_view rest) {
  constexpr std::array<std::string_view, 2> formats{"\"tether-integration\"", "\"tether-sessions\""};
  rest = skip_white_space(rest);
  if (!rest.starts_with(':')) return false;
  rest = skip_white_space(rest.substr(1));
  return std::ranges::any_of(formats, [&](std::string_view format) { return rest.starts_with(format); });
}

}  // namespace

bool is_export(std::string_view head) {
  constexpr std::string_view key = "\"format\"";
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = skip_white_space(head);
  if (!head.starts_with('{')) return false;
  for (auto at = head.find(key); at != std::string_view::npos; at = head.find(key, at + 1)) {
    if (begins_export_format(head.substr(at + key.size()))) return true;
  }
  return false;
}

}  // namespace syncdx::logs
