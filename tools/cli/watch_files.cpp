#include "watch_files.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

namespace syncdx::cli {
namespace {

using namespace std::chrono_literals;

// Written by the signal handler, which may touch nothing else.
volatile std::sig_atomic_t end_asked = 0;

void ask_for_end(int /*signal*/) { end_asked = 1; }

void mix(std::uint64_t& sum, std::uint64_t value) { sum = (sum ^ value) * 1099511628211ULL; }

void add_file(std::uint64_t& sum, const std::filesystem::path& path) {
  std::error_code error;
  mix(sum, std::hash<std::string>{}(path.string()));
  const auto time = std::filesystem::last_write_time(path, error);
  if (!error) mix(sum, static_cast<std::uint64_t>(time.time_since_epoch().count()));
  const auto size = std::filesystem::file_size(path, error);
  if (!error) mix(sum, size);
}

}  // namespace

FileWatch::FileWatch(std::vector<std::string> paths) : paths_(std::move(paths)) {
  std::signal(SIGINT, ask_for_end);
  std::signal(SIGTERM, ask_for_end);
  seen_ = fingerprint();
}

std::uint64_t FileWatch::fingerprint() const {
  std::uint64_t sum = 14695981039346656037ULL;
  for (const auto& path : paths_) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      add_file(sum, path);
      continue;
    }
    std::uint64_t below = 0;  // a sum, since a directory's order is no order
    std::filesystem::recursive_directory_iterator entry(path, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
      std::error_code ignored;
      if (!entry->is_regular_file(ignored)) continue;
      std::uint64_t one = 0;
      add_file(one, entry->path());
      below += one;
    }
    mix(sum, below);
  }
  return sum;
}

bool FileWatch::wait_for_change() {
  constexpr auto pause = 500ms;
  while (end_asked == 0) {
    std::this_thread::sleep_for(pause);
    const auto now = fingerprint();
    if (now == seen_) continue;
    std::this_thread::sleep_for(100ms);  // an editor may still write
    seen_ = fingerprint();
    return end_asked == 0;
  }
  return false;
}

}  // namespace syncdx::cli
