// Blocks on their way from the reading thread to the scanning threads.
#pragma once

#include "logs/input.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace syncdx::logs {

// First in, first out; at most `capacity` blocks wait, so memory stays flat. Safe from many threads.
class BlockQueue {
 public:
  explicit BlockQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room.
  void push(Block block);

  // No further blocks will come.
  void close();

  // Waits for a block; nothing once the queue is closed and empty.
  [[nodiscard]] std::optional<Block> pop();

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable work_;
  std::deque<Block> blocks_;
  bool closed_ = false;
};

}  // namespace syncdx::logs
