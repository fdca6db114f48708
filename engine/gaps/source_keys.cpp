#include "gaps/source_keys.hpp"

#include <algorithm>
#include <utility>

namespace syncdx::gaps {

bool SourceKeys::take(logs::Block&& block, const Sink& sink) {
  if (!head_.is_empty() && head_.front().source != block.source && !decide(sink)) return false;
  if (block.source < decided_) return sink(std::move(block));
  head_.hold(std::move(block));
  return !head_.is_enough() || decide(sink);
}

void SourceKeys::finish(const Sink& sink) {
  if (!head_.is_empty()) (void)decide(sink);
}

logs::KeyUse SourceKeys::use_in(std::size_t source) const {
  const std::lock_guard lock(mutex_);
  return uses_[source];
}

bool SourceKeys::decide(const Sink& sink) {
  const auto use = keys_.use_in(head_.text());
  decided_ = head_.front().source + 1;
  {
    const std::lock_guard lock(mutex_);
    uses_.resize(decided_, logs::KeyUse::none);
    uses_.back() = use;
  }
  auto held = head_.release();
  return std::ranges::all_of(held, [&](auto& block) { return sink(std::move(block)); });
}

}  // namespace syncdx::gaps
