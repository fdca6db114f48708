#include "batch/copies.hpp"

#include <fmt/format.h>

namespace syncdx::batch {

void Copies::add(const InputRecord& record) {
  if (record.lines == 0) return;
  const Content content{record.content.value_or(0), record.bytes, record.lines};
  const auto [entry, is_new] = sources_.try_emplace(record.input, Seen{.content = content});
  auto& seen = entry->second;
  seen.comparable = seen.comparable && record.content && !record.cut && !record.stopped && seen.content == content;
}

std::vector<InputRecord> Copies::settle(const InputStates& states) {
  std::vector<InputRecord> told;
  std::map<Content, std::string_view> firsts;
  for (const auto& [name, seen] : sources_) {
    if (!seen.comparable || states.is_garbled(name) || states.is_cut(name)) continue;
    const auto [first, is_new] = firsts.try_emplace(seen.content, name);
    if (is_new) continue;
    originals_.emplace(name, first->second);
    told.push_back(
        {.input = name,
         .problems = {{"B012", fmt::format("this is the same log as '{}', byte for byte: it counts once", first->second),
                       "Nothing to do."}}});
  }
  return told;
}

}  // namespace syncdx::batch
