// One source while it is scanned: scanned blocks come in any order from many threads, and are folded in order by one of them at
// a time. Internal to scan_inputs.
#pragma once

#include "batch/source_fold.hpp"

#include <condition_variable>
#include <cstdint>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace syncdx::batch {

class SourceRun {
 public:
  SourceRun(SourceForm form, const SampleLimits& limits, std::size_t most_open)
      : form_(std::move(form)), fold_(form_, limits, most_open) {}

  [[nodiscard]] const SourceForm& form() const noexcept { return form_; }

  // Block number `number` was scanned. `take` gets the pieces that leave; never called twice at once.
  template <typename Take>
  void put(std::uint64_t number, ScannedBlock block, const Take& take) {
    std::unique_lock lock(mutex_);
    // Folding may not fall far behind the scanning; the one who has the next block never waits.
    room_.wait(lock, [&] { return number <= next_ + most_waiting; });
    waiting_.emplace(number, std::move(block));
    fold(lock, take);
  }

  // The source has `blocks` blocks in all, or is read no further.
  template <typename Take>
  void set_length(std::uint64_t blocks, SourceFold::End end, const Take& take) {
    std::unique_lock lock(mutex_);
    length_ = blocks;
    end_ = end;
    fold(lock, take);
  }

  // Once all blocks are folded and the sessions have left: what was counted.
  [[nodiscard]] const SourceFold& counted() const noexcept { return fold_; }

 private:
  static constexpr std::uint64_t most_waiting = 64;

  template <typename Take>
  void fold(std::unique_lock<std::mutex>& lock, const Take& take) {
    if (folding_) return;
    folding_ = true;
    std::vector<Piece> left;
    for (;;) {
      const auto found = waiting_.find(next_);
      if (found != waiting_.end()) {
        auto block = std::move(found->second);
        waiting_.erase(found);
        lock.unlock();
        fold_.add(std::move(block), left);
        if (!left.empty()) take(std::exchange(left, {}));
        lock.lock();
        ++next_;
        room_.notify_all();
      } else if (next_ == length_ && !finished_) {
        finished_ = true;
        lock.unlock();
        fold_.finish(end_, left);
        if (!left.empty()) take(std::exchange(left, {}));
        lock.lock();
      } else {
        break;
      }
    }
    folding_ = false;
  }

  const SourceForm form_;
  std::mutex mutex_;
  std::condition_variable room_;
  SourceFold fold_;
  std::map<std::uint64_t, ScannedBlock> waiting_;
  std::uint64_t next_ = 0;
  std::uint64_t length_ = std::numeric_limits<std::uint64_t>::max();
  SourceFold::End end_ = SourceFold::End::read;
  bool folding_ = false;
  bool finished_ = false;
};

}  // namespace syncdx::batch
