#include "gaps/template_text.hpp"

#include "gaps/sample_places.hpp"

#include "base/ascii.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace syncdx::gaps {
namespace {

bool is_mark(char c) { return !is_word_char(c) && static_cast<unsigned char>(c) < 0x80; }

// "<num>" or "<url>" if all the values are such, else "<*>".
std::string_view mask_of(std::span<const std::string_view> values) {
  const auto is_number = [](std::string_view value) { return std::ranges::all_of(value, is_digit); };
  const auto is_address = [](std::string_view value) {
    return value.find("://") != std::string_view::npos && value.find(' ') == std::string_view::npos;
  };
  if (std::ranges::all_of(values, is_number)) return "<num>";
  return std::ranges::all_of(values, is_address) ? "<url>" : "<*>";
}

// What several texts begin with alike, up to the first that is no punctuation.
std::size_t common_marks(std::span<const std::string_view> texts) {
  std::size_t count = 0;
  const auto first = texts.front();
  while (count < first.size() && is_mark(first[count]) && std::ranges::all_of(texts, [&](std::string_view text) {
           return count < text.size() && text[count] == first[count];
         })) {
    ++count;
  }
  return count;
}

std::size_t common_marks_at_end(std::span<const std::string_view> texts) {
  std::size_t count = 0;
  const auto at = [&](std::string_view text) { return text[text.size() - 1 - count]; };
  while (std::ranges::all_of(texts, [&](std::string_view text) {
    return count < text.size() && is_mark(at(text)) && at(text) == at(texts.front());
  })) {
    ++count;
  }
  return count;
}

// What stands in one place of all messages.
std::string shown_gap(std::vector<std::string_view> texts) {
  const auto begin = common_marks(texts);
  std::string before(texts.front().substr(0, begin));
  for (auto& text : texts) text.remove_prefix(begin);
  const auto end = common_marks_at_end(texts);
  const std::string behind(texts.front().substr(texts.front().size() - end));
  for (auto& text : texts) text.remove_suffix(end);
  const bool nothing = std::ranges::all_of(texts, [](std::string_view text) { return text.empty(); });
  return before + (nothing ? "" : std::string(mask_of(texts))) + behind;
}

// For lines that are too odd to find the words in.
std::string words_only(std::span<const std::string> words) {
  std::string text;
  bool behind_gap = false;
  for (const auto& word : words) {
    if (word.empty() && behind_gap) continue;
    if (!text.empty()) text += ' ';
    text += word.empty() ? "<*>" : word;
    behind_gap = word.empty();
  }
  return text;
}

}  // namespace

std::string template_text(std::span<const std::string> words, std::span<const std::string> messages) {
  const auto samples = find_places(words, messages);
  std::string text;
  if (!samples || samples->empty()) {
    text = words_only(words);
  } else {
    const auto& fixed = samples->front().words;
    for (std::size_t i = 0; i <= fixed.size(); ++i) {
      std::vector<std::string_view> gaps;
      for (const auto& places : *samples) gaps.push_back(places.gap(i));
      text += shown_gap(std::move(gaps));
      if (i < fixed.size()) text += fixed[i];
    }
  }
  const auto end = text.find_last_not_of(" \t");
  text.erase(end == std::string::npos ? 0 : end + 1);
  return text.empty() ? "<*>" : repair_utf8(text);
}

}  // namespace syncdx::gaps
