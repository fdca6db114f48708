// What follows from a picture, kept for the sessions that show the same (batch/session.hpp): one cache for all threads.
#pragma once

#include "syncdx/diagnosis.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace syncdx::batch {

// Keeps what was asked for last: when the young half is full, it becomes the old half, and the old half goes. Safe from many
// threads.
class PictureCache {
 public:
  // At most twice `half` pictures are kept.
  explicit PictureCache(std::size_t half = 4096) : half_(half) {}

  // Null if it is not there.
  [[nodiscard]] std::shared_ptr<const Diagnosis> find(const std::string& picture) {
    const std::lock_guard lock(mutex_);
    if (const auto young = young_.find(picture); young != young_.end()) return young->second;
    const auto old = old_.find(picture);
    if (old == old_.end()) return nullptr;
    return insert(picture, old->second);
  }

  void put(const std::string& picture, Diagnosis diagnosis) {
    auto kept = std::make_shared<const Diagnosis>(std::move(diagnosis));
    const std::lock_guard lock(mutex_);
    insert(picture, std::move(kept));
  }

 private:
  using Pictures = std::unordered_map<std::string, std::shared_ptr<const Diagnosis>>;

  std::shared_ptr<const Diagnosis> insert(const std::string& picture, std::shared_ptr<const Diagnosis> diagnosis) {
    if (young_.size() >= half_) {
      old_ = std::move(young_);
      young_.clear();
    }
    return young_.insert_or_assign(picture, std::move(diagnosis)).first->second;
  }

  const std::size_t half_;
  std::mutex mutex_;
  Pictures young_;
  Pictures old_;
};

}  // namespace syncdx::batch
