#include "match/line_memo.hpp"

#include "match/run_reader.hpp"

#include "base/ascii.hpp"

#include <xxhash.h>

#include <algorithm>

namespace syncdx::match {

void write_kinds(std::string_view text, std::string& kinds) {
  kinds = text;
  for_each_run(text, [&](const Run& run) {
    if (run.is_id()) {
      kinds[run.begin] = 'a';
      std::fill(kinds.begin() + static_cast<std::ptrdiff_t>(run.begin) + 1,
                kinds.begin() + static_cast<std::ptrdiff_t>(run.end), '0');
    } else if (run.holds_digits()) {
      for (auto at = run.begin; at < run.end; ++at) {
        if (is_digit(kinds[at])) kinds[at] = '0';
      }
    }
  });
}

LineMemo::Found LineMemo::find(std::string_view text) {
  if (entries_.size() * 2 >= slots_.size()) grow();
  const std::uint64_t hash = XXH3_64bits(text.data(), text.size());
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != no_entry; slot = (slot + 1) & mask) {
    const auto& entry = entries_[slots_[slot]];
    if (entry.hash == hash && std::string_view(texts_).substr(entry.begin, entry.size) == text) {
      return {first_kind_ + slots_[slot], false};
    }
  }
  slots_[slot] = static_cast<EntryIndex>(entries_.size());
  entries_.push_back({.hash = hash, .begin = texts_.size(), .size = text.size()});
  texts_ += text;
  return {first_kind_ + slots_[slot], true};
}

LineKind LineMemo::add_unnamed() {
  entries_.push_back({.hash = 0, .begin = 0, .size = 0});
  return first_kind_ + entries_.size() - 1;
}

void LineMemo::set_patterns(LineKind kind, const Patterns& patterns) {
  auto& entry = entries_[kind - first_kind_];
  entry.first_pattern = static_cast<std::uint32_t>(patterns_.size());
  entry.certain = static_cast<std::uint32_t>(patterns.certain.size());
  entry.possible = static_cast<std::uint32_t>(patterns.possible.size());
  patterns_.insert(patterns_.end(), patterns.certain.begin(), patterns.certain.end());
  patterns_.insert(patterns_.end(), patterns.possible.begin(), patterns.possible.end());
}

LineMemo::Patterns LineMemo::patterns(LineKind kind) const noexcept {
  const auto& entry = entries_[kind - first_kind_];
  const auto all = std::span(patterns_).subspan(entry.first_pattern, std::size_t{entry.certain} + entry.possible);
  return {all.first(entry.certain), all.subspan(entry.certain)};
}

void LineMemo::forget_if_full() {
  if (entries_.size() > max_kinds || patterns_.size() > max_patterns || texts_.size() > max_bytes) forget();
}

void LineMemo::forget() {
  const auto next = first_kind_ + entries_.size();
  *this = {};
  first_kind_ = next;
}

void LineMemo::grow() {
  slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), no_entry);
  const std::size_t mask = slots_.size() - 1;
  for (EntryIndex index = 0; index < entries_.size(); ++index) {
    if (entries_[index].size == 0) continue;  // unnamed
    std::size_t slot = entries_[index].hash & mask;
    while (slots_[slot] != no_entry) slot = (slot + 1) & mask;
    slots_[slot] = index;
  }
}

}  // namespace syncdx::match
