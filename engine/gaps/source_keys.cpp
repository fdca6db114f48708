#include "gaps/source_keys.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace syncdx::gaps {

bool SourceKeys::take(logs::Block&& block, const Sink& sink) {
  if (!held_.empty() && held_.front().source != block.source && !decide(sink)) return false;
  if (block.source < decided_) return sink(std::move(block));
  held_bytes_ += block.fresh().size();
  held_.push_back(std::move(block));
  return held_bytes_ < logs::judged_head_bytes || decide(sink);
}

void SourceKeys::finish(const Sink& sink) {
  if (!held_.empty()) (void)decide(sink);
}

logs::KeyUse SourceKeys::use_in(std::size_t source) const {
  const std::lock_guard lock(mutex_);
  return uses_[source];
}

bool SourceKeys::decide(const Sink& sink) {
  std::string head;
  for (const auto& block : held_) head += block.fresh().substr(0, logs::judged_head_bytes - head.size());
  const auto use = keys_.use_in(head);
  decided_ = held_.front().source + 1;
  held_bytes_ = 0;
  {
    const std::lock_guard lock(mutex_);
    uses_.resize(decided_, logs::KeyUse::none);
    uses_.back() = use;
  }
  auto held = std::exchange(held_, {});
  return std::ranges::all_of(held, [&](auto& block) { return sink(std::move(block)); });
}

}  // namespace syncdx::gaps
