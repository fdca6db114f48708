#include "gaps/rivals.hpp"

#include "gaps/sample_places.hpp"

#include <re2/re2.h>

namespace syncdx::gaps {
namespace {

// Calls back with each whole run of characters that RE2's \w takes.
template <typename Visit>
void for_each_run(std::string_view text, Visit visit) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_word_char(text[begin])) {
      ++begin;
      continue;
    }
    auto end = begin + 1;
    while (end < text.size() && is_word_char(text[end])) ++end;
    visit(text.substr(begin, end - begin));
    begin = end;
  }
}

}  // namespace

void Rivals::add(std::string_view line, std::size_t owner) {
  const auto number = static_cast<std::uint32_t>(lines_.size());
  lines_.push_back({line, owner});
  for_each_run(line, [&](std::string_view run) {
    auto& numbers = by_run_[run];
    if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
  });
}

Rivals::Caught Rivals::caught_by(const RE2& pattern, std::span<const std::string_view> words, std::size_t owner) const {
  const std::vector<std::uint32_t>* rarest = nullptr;
  bool missing = false;
  for (const auto word : words) {
    for_each_run(word, [&](std::string_view run) {
      const auto found = by_run_.find(run);
      if (found == by_run_.end()) {
        missing = true;
      } else if (rarest == nullptr || found->second.size() < rarest->size()) {
        rarest = &found->second;
      }
    });
  }
  Caught caught;
  if (missing) return caught;
  const auto look_at = [&](const Line& line) {
    if (line.owner == owner && owner != explained) return;
    if (!RE2::PartialMatch(re2::StringPiece(line.text.data(), line.text.size()), pattern)) return;
    ++(line.owner == explained ? caught.explained : caught.of_others);
  };
  if (rarest == nullptr) {
    for (const auto& line : lines_) look_at(line);
  } else {
    for (const auto number : *rarest) look_at(lines_[number]);
  }
  return caught;
}

}  // namespace syncdx::gaps
