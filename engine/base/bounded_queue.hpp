// Work on its way between threads: first in, first out, and at most `capacity` things wait, so memory stays flat.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace syncdx {

// Safe from many threads.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room.
  void push(T thing) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return things_.size() < capacity_; });
    things_.push_back(std::move(thing));
    work_.notify_one();
  }

  // Nothing more will come.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    work_.notify_all();
  }

  // Waits for the next thing; nothing once the queue is closed and empty.
  [[nodiscard]] std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return closed_ || !things_.empty(); });
    if (things_.empty()) return std::nullopt;
    std::optional thing(std::move(things_.front()));
    things_.pop_front();
    room_.notify_one();
    return thing;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable work_;
  std::deque<T> things_;
  bool closed_ = false;
};

}  // namespace syncdx
