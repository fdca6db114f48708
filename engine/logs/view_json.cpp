#include "base/text.hpp"
#include "logs/json_keys.hpp"
#include "logs/level_words.hpp"
#include "logs/line_shapes.hpp"
#include "logs/timestamp.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <span>
#include <string>

namespace syncdx::logs {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_json_bytes = std::size_t{64} * 1024;
constexpr int max_json_depth = 32;

constexpr std::array<std::string_view, 6> level_keys{"level", "severity", "lvl", "log_level", "levelname", "loglevel"};
constexpr std::array<std::string_view, 8> message_keys{"message", "msg",           "event",         "text",
                                                       "log",     "error_message", "short_message", "@message"};
constexpr std::array<std::string_view, 4> error_keys{"error", "err", "exception", "errors"};
constexpr std::array<std::string_view, 4> inner_message_keys{"message", "msg", "internal_message", "reason"};

bool is_shallow(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if ((c == '{' || c == '[') && ++depth > max_json_depth) return false;
    if (c == '}' || c == ']') --depth;
  }
  return true;
}

const Json* member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(key));
  return found == object.end() ? nullptr : &*found;
}

// The text under the first of `keys` that holds one.
std::string text_under(const Json& object, std::span<const std::string_view> keys) {
  for (const auto key : keys) {
    const Json* value = member(object, key);
    if (value != nullptr && value->is_string() && !value->get_ref<const std::string&>().empty())
      return value->get<std::string>();
  }
  return {};
}

Level level_under(const Json& object) {
  for (const auto key : level_keys) {
    const Json* value = member(object, key);
    if (value == nullptr) continue;
    if (value->is_number()) return level_of_number(value->get<double>());
    if (value->is_string()) return level_of_word(value->get<std::string>());
  }
  return Level::unknown;
}

// "error": "text", {"message": …}, {"error": {"message": …}}, or a list of these.
std::string error_text(const Json& value, int depth = 0) {
  if (value.is_string()) return value.get<std::string>();
  if (depth > 3) return {};
  if (value.is_array()) return value.empty() ? std::string() : error_text(value.front(), depth + 1);
  auto text = text_under(value, inner_message_keys);
  for (std::size_t i = 0; text.empty() && i < error_keys.size(); ++i) {
    if (const Json* inner = member(value, error_keys[i])) text = error_text(*inner, depth + 1);
  }
  return text;
}

std::string message_of(const Json& object) {
  auto message = text_under(object, message_keys);
  for (const auto key : error_keys) {
    const Json* value = member(object, key);
    const auto error = value != nullptr ? error_text(*value) : std::string();
    if (error.empty() || message.find(error) != std::string::npos) continue;
    message += (message.empty() ? "" : ": ") + error;
    break;
  }
  return message;
}

bool is_airbyte_type(const Json& object) {
  const Json* type = member(object, "type");
  return type != nullptr && (*type == "LOG" || *type == "TRACE" || *type == "RECORD" || *type == "STATE" ||
                             *type == "CONNECTION_STATUS" || *type == "CONTROL");
}

LineView view_airbyte(const Json& object) {
  LineView view{.shape = Shape::airbyte, .time = {}, .level = Level::unknown, .message = {}};
  for (const auto key : {"log", "trace", "connectionStatus"}) {
    const Json* body = member(object, key);
    if (body == nullptr) continue;
    view.level = level_under(*body);
    view.message = message_of(*body);
    if (member(*body, "error") != nullptr || member(*body, "status") != nullptr) view.level = Level::error;
    if (const Json* status = member(*body, "status"); status != nullptr && *status == "SUCCEEDED") view.level = Level::info;
  }
  return view;
}

// Tether session logs say how an entry went instead of a level.
Level level_of_result(const Json& object) {
  for (const auto key : {"result", "sync_status", "status"}) {
    const Json* value = member(object, key);
    if (value == nullptr || !value->is_string()) continue;
    const auto& word = value->get_ref<const std::string&>();
    if (word == "error" || word == "failed") return Level::error;
    if (word == "completed_with_errors") return Level::warning;
    if (word == "success" || word == "skipped" || word == "completed") return Level::info;
  }
  return Level::unknown;
}

}  // namespace

std::optional<LineView> view_json(std::string_view text) {
  if (text.size() > max_json_bytes || !text.starts_with('{') || !is_shallow(text)) return std::nullopt;
  const auto object = Json::parse(repair_utf8(text), nullptr, false);
  if (!object.is_object()) return std::nullopt;
  const bool airbyte = is_airbyte_type(object);
  LineView view = airbyte
                      ? view_airbyte(object)
                      : LineView{.shape = Shape::json, .time = {}, .level = level_under(object), .message = message_of(object)};
  if (view.level == Level::unknown && member(object, "kind") != nullptr) view.level = level_of_result(object);
  view.time = json_line_time(text);
  const bool says_nothing = view.message.empty();
  if (says_nothing) view.message = text;
  // Docker's {"log": "<line>\n", …} wraps a line of some other shape.
  if (!airbyte && !says_nothing && member(object, "log") != nullptr && member(object, "stream") != nullptr) {
    auto inner = view_line(view.message);
    inner.shape = Shape::json;
    return merge_views(view, std::move(inner));
  }
  return view;
}

LineView merge_views(const LineView& outer, LineView inner) {
  if (!inner.time || outer.time) inner.time = outer.time;
  if (inner.level == Level::unknown) inner.level = outer.level;
  if (inner.shape == Shape::text) inner.shape = outer.shape;
  return inner;
}

}  // namespace syncdx::logs
