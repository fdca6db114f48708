#include "base/text.hpp"
#include "logs/json_keys.hpp"
#include "logs/level_words.hpp"
#include "logs/line_shapes.hpp"
#include "logs/timestamp.hpp"

#include <algorithm>
#include <string>

namespace syncdx::logs {
namespace {

bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' ||
         c == '@';
}

struct Pair {
  std::string_view key;
  std::string value;
};

// Reads `key=value` pairs one after the other; words that are none are skipped.
class PairReader {
 public:
  explicit PairReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_pair() const { return key_length() > 0; }

  std::optional<Pair> next() {
    while (!rest_.empty()) {
      rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
      const std::size_t length = key_length();
      if (length == 0) {
        rest_.remove_prefix(std::min(rest_.find(' '), rest_.size()));
        continue;
      }
      const auto key = rest_.substr(0, length);
      rest_.remove_prefix(length + 1);
      return Pair{key, take_value(key)};
    }
    return std::nullopt;
  }

 private:
  std::size_t key_length() const {
    const auto end = std::ranges::find_if_not(rest_, is_key_char);
    return end != rest_.end() && *end == '=' ? static_cast<std::size_t>(end - rest_.begin()) : 0;
  }

  std::string take_value(std::string_view key) {
    if (rest_.starts_with('"')) return take_quoted();
    std::size_t length = rest_.find(' ');
    if (is_time_key(key)) {  // Singer writes a time with a space in it
      if (const auto time = match_time(rest_, 0)) length = time->end;
    }
    if (key == "message" || key == "msg") length = rest_.size();
    std::string value(rest_.substr(0, length));
    rest_.remove_prefix(value.size());
    return value;
  }

  std::string take_quoted() {
    std::string value;
    std::size_t at = 1;
    for (; at < rest_.size() && rest_[at] != '"'; ++at) {
      if (rest_[at] != '\\' || at + 1 == rest_.size()) {
        value += rest_[at];
        continue;
      }
      ++at;
      value += rest_[at] == 'n' ? '\n' : rest_[at] == 't' ? '\t' : rest_[at];
    }
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    return value;
  }

  std::string_view rest_;
};

bool is_level_key(std::string_view key) {
  return key == "level" || key == "lvl" || key == "severity" || key == "log_level" || key == "loglevel";
}

}  // namespace

std::optional<LineView> view_key_values(std::string_view text) {
  PairReader reader(text);
  if (!reader.at_pair()) return std::nullopt;
  LineView view{.shape = Shape::logfmt, .time = {}, .level = Level::unknown, .message = {}};
  std::string error;
  bool says_level = false;
  bool says_name = false;
  int pairs = 0;
  while (const auto pair = reader.next()) {
    ++pairs;
    if (!view.time && is_time_key(pair->key)) {
      view.time = find_time("ts=" + pair->value);
    } else if (is_level_key(pair->key)) {
      says_level = true;
      view.level = level_of_word(pair->value);
    } else if (pair->key == "msg" || pair->key == "message" || pair->key == "event") {
      view.message = pair->value;
    } else if (pair->key == "err" || pair->key == "error" || pair->key == "error_message") {
      error = pair->value;
    } else if (pair->key == "name") {
      says_name = true;
    }
  }
  if (pairs < 2 || (!says_level && view.message.empty())) return std::nullopt;
  if (says_name && says_level) view.shape = Shape::singer;
  if (!error.empty() && view.message.find(error) == std::string::npos)
    view.message += (view.message.empty() ? "" : ": ") + error;
  if (view.message.empty()) view.message = text;
  return view;
}

}  // namespace syncdx::logs
