// Many small independent jobs on several threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace syncdx {

// Calls work(i) once for each i in 0 .. count-1, on `threads` threads (at least one). `work` must be safe for different i at
// once and throw nothing. Returns when all are done.
template <typename Work>
void on_threads(unsigned threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  if (threads <= 1 || count <= 1) return run();
  std::vector<std::jthread> workers;
  const auto wanted = std::min<std::size_t>(threads, count);
  workers.reserve(wanted);
  for (std::size_t i = 0; i < wanted; ++i) workers.emplace_back(run);
}

}  // namespace syncdx
