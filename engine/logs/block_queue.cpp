#include "logs/block_queue.hpp"

#include <utility>

namespace syncdx::logs {

void BlockQueue::push(Block block) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return blocks_.size() < capacity_; });
  blocks_.push_back(std::move(block));
  work_.notify_one();
}

void BlockQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  work_.notify_all();
}

std::optional<Block> BlockQueue::pop() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [this] { return closed_ || !blocks_.empty(); });
  if (blocks_.empty()) return std::nullopt;
  auto block = std::move(blocks_.front());
  blocks_.pop_front();
  room_.notify_one();
  return block;
}

}  // namespace syncdx::logs
