// By which session keys each source is read: told by its head, as in a batch, so that both mean the same by a session.
#pragma once

#include "logs/input.hpp"
#include "logs/session_key.hpp"
#include "logs/source_head.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace syncdx::gaps {

// Stands between the reader and the threads that scan: holds a source's first blocks back until its keys are known.
class SourceKeys {
 public:
  using Sink = std::function<bool(logs::Block&&)>;

  explicit SourceKeys(const logs::SessionKeys& keys) : keys_(keys) {}  // which must outlive it

  // Of the reader, block after block; then, once, `finish`. False once the sink has had enough.
  [[nodiscard]] bool take(logs::Block&& block, const Sink& sink);
  void finish(const Sink& sink);

  // For a block that the sink got; on any thread.
  [[nodiscard]] logs::KeyUse use_in(std::size_t source) const;

 private:
  [[nodiscard]] bool decide(const Sink& sink);

  const logs::SessionKeys& keys_;
  logs::SourceHead head_;    // of one source
  std::size_t decided_ = 0;  // so many sources are
  mutable std::mutex mutex_;
  std::vector<logs::KeyUse> uses_;  // of these
};

}  // namespace syncdx::gaps
