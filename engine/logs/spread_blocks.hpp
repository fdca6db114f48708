// Blocks from the thread that reads them to threads that scan.
#pragma once

#include "base/bounded_queue.hpp"
#include "logs/input.hpp"

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace syncdx::logs {

// Runs `read(sink)` on this thread and gives each block that the sink takes to one of `workers`, each of which has a thread of
// its own and `add(const Block&)`. Returns what `read` returns, when all blocks are done.
template <typename Worker, typename Read>
auto spread_blocks(std::vector<Worker>& workers, Read read) {
  BoundedQueue<Block> queue(std::size_t{2} * workers.size());
  std::vector<std::jthread> threads;  // destroyed, and so joined, before the queue
  threads.reserve(workers.size());
  for (auto& worker : workers) {
    threads.emplace_back([&queue, &worker] {
      while (const auto block = queue.pop()) worker.add(*block);
    });
  }
  struct Close {
    BoundedQueue<Block>& queue;
    ~Close() { queue.close(); }
  } const close{queue};
  return read(std::function<bool(Block&&)>([&queue](Block&& block) {
    queue.push(std::move(block));
    return true;
  }));
}

}  // namespace syncdx::logs
