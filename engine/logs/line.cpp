#include "logs/line.hpp"

#include "logs/level_words.hpp"
#include "logs/line_shapes.hpp"
#include "logs/timestamp.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace syncdx::logs {
namespace {

// The line without ANSI colour codes (ESC [ … letter).
std::string without_colours(std::string_view line) {
  std::string plain;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\x1B') {
      plain += line[i];
      continue;
    }
    if (i + 1 >= line.size() || line[i + 1] != '[') continue;
    for (i += 2; i < line.size() && !is_upper(line[i]) && !is_lower(line[i]);) ++i;
  }
  return plain;
}

// Takes the prefix of a plain text line apart, from left to right: time, level, where it comes from. What no step knows is the
// message. Example: "2026-11-20 17:00:04,123 worker-1 ERROR [orders] text" gives the time, Level::error and "text"; of "Got
// ERROR from the server" nothing is taken, since "Got" is no name of a component.
class PrefixReader {
 public:
  explicit PrefixReader(std::string_view text) : text_(text) {}

  [[nodiscard]] LineView read() {
    take_syslog_priority();
    constexpr int max_parts = 12;
    for (int i = 0; i < max_parts && take_part(); ++i) {
    }
    skip_separators();
    view_.message = text_.substr(at_);
    if (view_.message.empty()) view_.message = text_;
    return view_;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] bool dated() const { return view_.time.has_value() || yearless_; }

  [[nodiscard]] bool take_part() {
    const auto start = at_;
    skip_separators();
    if (take_time() || take_pod_name() || take_airbyte_origin() || take_tap_name() || take_level() || take_component() ||
        take_code_place())
      return true;
    at_ = start;
    return false;
  }

  void skip_separators() {
    const auto is_dash = [this] { return peek() == '-' && (peek(1) == ' ' || peek(1) == '-'); };
    while (peek() == ' ' || peek() == '\t' ||
           ((dated() || has_level()) && (peek() == ':' || peek() == '|' || peek() == ',' || is_dash()))) {
      ++at_;
    }
  }

  [[nodiscard]] bool has_level() const { return view_.level != Level::unknown; }

  // "<11>" before a syslog line: facility * 8 + severity.
  void take_syslog_priority() {
    if (peek() != '<') return;
    std::size_t end = 1;
    int priority = 0;
    for (; end <= 3 && is_digit(peek(end)); ++end) priority = priority * 10 + (peek(end) - '0');
    if (end == 1 || peek(end) != '>' || priority > 191) return;
    view_.level = level_of_number(priority % 8);
    at_ = end + 1;
    if (peek() == '1' && peek(1) == ' ') at_ += 2;  // RFC 5424's version
  }

  bool take_time() {
    if (dated() && !may_be_dated_again_) return false;
    const std::size_t bracket = peek() == '[' ? 1 : 0;
    const auto match = match_time(text_, at_ + bracket);
    const auto yearless = match ? std::optional<std::size_t>() : match_yearless_time(text_, at_ + bracket);
    if (!match && !yearless) return false;
    if (match && !view_.time) view_.time = match->time;
    yearless_ = yearless_ || yearless.has_value();
    may_be_dated_again_ = false;
    at_ = match ? match->end : *yearless;
    if (bracket != 0) at_ = std::min(text_.find(']', at_), text_.size() - 1) + 1;
    if (yearless) take_host_and_tag();
    return true;
  }

  // "host app[123]: " of syslog.
  void take_host_and_tag() {
    const auto host = text_.find_first_not_of(' ', at_);
    const auto tag = host == std::string_view::npos ? host : text_.find(' ', host);
    const auto colon = tag == std::string_view::npos ? tag : text_.find(": ", tag);
    if (colon == std::string_view::npos || text_.find(' ', tag + 1) < colon) return;
    at_ = colon + 2;
  }

  // "replication-job-42-attempt-0 ": the pod of an Airbyte job, put before its lines by what gathers the logs of a cluster.
  bool take_pod_name() {
    constexpr std::string_view job = "replication-job-";
    const auto end = rest().starts_with(job) ? rest().find(' ') : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    at_ += end + 1;
    return true;
  }

  // "source > " and the like: the line was written by a connector and wrapped by the platform.
  bool take_airbyte_origin() {
    for (const std::string_view name : {"source", "destination", "platform", "normalization", "replication-orchestrator"}) {
      if (!rest().starts_with(name) || !rest().substr(name.size()).starts_with(" > ")) continue;
      at_ += name.size() + 3;
      view_.shape = Shape::airbyte;
      may_be_dated_again_ = true;
      return true;
    }
    return false;
  }

  // "tap-shopify | CRITICAL …"
  bool take_tap_name() {
    if (!rest().starts_with("tap-") && !rest().starts_with("target-")) return false;
    const auto end = rest().find_first_of(" |");
    if (end == std::string_view::npos) return false;
    const auto bar = rest().find_first_not_of(' ', end);
    if (bar == std::string_view::npos || rest()[bar] != '|') return false;
    at_ += bar + 1;
    view_.shape = Shape::singer;
    may_be_dated_again_ = true;
    return true;
  }

  // The next words are names of components up to a level: goes behind it. A second level counts only directly behind the first
  // ("[info] CRITICAL …": what was wrapped knows better).
  bool take_level() {
    constexpr int max_names = 4;
    auto place = at_;
    bool plain_name = !dated();  // one plain word may be a name ("root", "main"), in a dated line
    const int names = has_level() && !has_priority_only() ? 0 : max_names;
    for (int i = 0; i <= names && place < text_.size(); ++i) {
      const auto word = word_at(place);
      const Level level = level_of(word, i == 0);
      if (level != Level::unknown) {
        const bool bare = at_ == 0 && place == 0 && word.kind == Word::Kind::plain;
        if (bare && word.end < text_.size() && text_[word.end] == ' ' && is_upper(text_[0])) view_.shape = Shape::singer;
        view_.level = level;
        at_ = word.end;
        level_taken_ = true;
        return true;
      }
      if (!is_component(word, plain_name)) return false;
      plain_name = plain_name || is_plain(word.text);
      place = text_.find_first_not_of(" \t|:,-", word.end);
    }
    return false;
  }

  [[nodiscard]] bool has_priority_only() const { return !level_taken_; }

  struct Word {
    enum class Kind { plain, bracketed };
    Kind kind = Kind::plain;
    std::string_view text;
    std::size_t end = 0;  // behind it, and behind its bracket
    char next = '\0';     // the character behind
  };

  [[nodiscard]] Word word_at(std::size_t place) const {
    constexpr std::size_t max_bracket = 80;
    if (text_[place] == '[' || text_[place] == '(') {
      const auto close = text_.find(text_[place] == '[' ? ']' : ')', place);
      if (close != std::string_view::npos && close - place <= max_bracket) {
        auto inner = text_.substr(place + 1, close - place - 1);
        inner = inner.substr(0, inner.find_last_not_of(' ') + 1);
        return {Word::Kind::bracketed, inner, close + 1, close + 1 < text_.size() ? text_[close + 1] : ' '};
      }
    }
    const auto end = std::min(text_.find_first_of(" \t:|,[(", place), text_.size());
    return {Word::Kind::plain, text_.substr(place, end - place), end, end < text_.size() ? text_[end] : ' '};
  }

  [[nodiscard]] static Level level_of(const Word& word, bool first) {
    const auto dot = word.text.rfind('.');
    const auto text = dot == std::string_view::npos ? word.text : word.text.substr(dot + 1);  // "production.ERROR"
    if (text.size() == 1 && first && word.next == ',') return level_of_letter(text.front());  // Ruby's "E, [time #pid]"
    const bool shouted = !text.empty() && std::ranges::all_of(text, is_upper);
    const bool marked = word.kind == Word::Kind::bracketed || word.next == ':' || word.next == '|';
    if (!shouted && !marked) return Level::unknown;
    return level_of_word(text);
  }

  [[nodiscard]] static bool is_plain(std::string_view word) { return std::ranges::all_of(word, is_lower); }

  [[nodiscard]] static bool is_component(const Word& word, bool plain_name_used) {
    if (word.kind == Word::Kind::bracketed) return true;
    if (word.text.empty()) return false;
    if (is_plain(word.text)) return !plain_name_used;
    return word.text.find_first_of("0123456789._-/#$") != std::string_view::npos && word.next != ':';
  }

  // "[orders]" behind the level. "[API]" is left: some platforms' messages begin like that.
  bool take_component() {
    if (!has_level() || component_taken_ || (peek() != '[' && !rest().starts_with("(/"))) return false;
    const auto word = word_at(at_);
    const bool name = word.kind == Word::Kind::bracketed && std::ranges::any_of(word.text, is_lower) &&
                      std::ranges::none_of(word.text, [](char c) { return c == ',' || c == '"' || c == '{'; });
    if (!name || word.end >= text_.size()) return false;
    at_ = word.end;
    component_taken_ = true;
    return true;
  }

  // "i.a.w.g.DefaultReplicationWorker(lambda$run$6):321 - "
  bool take_code_place() {
    if (!has_level()) return false;
    const auto dash = rest().find(" - ");
    if (dash == std::string_view::npos || dash > 120) return false;
    const auto place = rest().substr(0, dash);
    const auto colon = place.rfind(':');
    if (colon == std::string_view::npos || colon + 1 == place.size() || place.find(' ') != std::string_view::npos) return false;
    if (!std::ranges::all_of(place.substr(colon + 1), is_digit)) return false;
    at_ += dash + 3;
    constexpr std::string_view no_context = "{} - ";  // what the logger's pattern leaves of an empty context
    if (rest().starts_with(no_context)) at_ += no_context.size();
    view_.shape = Shape::airbyte;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  LineView view_{};
  bool yearless_ = false;
  bool level_taken_ = false;
  bool component_taken_ = false;
  bool may_be_dated_again_ = false;
};

// Meltano appends what it knows of the process to each line: "message   cmd_type=elb consumer=False …".
void drop_process_facts(LineView& view) {
  const auto facts = view.message.find(" cmd_type=");
  if (facts == std::string::npos) return;
  view.shape = Shape::singer;
  view.message.erase(view.message.find_last_not_of(' ', facts) + 1);
}

std::optional<LineView> view_structured(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  if (text.starts_with('{')) return view_json(text);
  return view_key_values(text);
}

}  // namespace

LineView view_line(std::string_view line) {
  constexpr std::string_view blank = " \t\r\n";
  std::string plain;
  if (line.find('\x1B') != std::string_view::npos) {
    plain = without_colours(line);
    line = plain;
  }
  line = line.substr(0, line.find_last_not_of(blank) + 1);
  if (auto view = view_structured(line)) return std::move(*view);
  auto view = PrefixReader(line).read();
  if (view.message.size() < line.size()) {
    if (auto inner = view_structured(view.message)) return merge_views(view, std::move(*inner));
  }
  drop_process_facts(view);
  return view;
}

}  // namespace syncdx::logs
