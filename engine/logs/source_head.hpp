// The first blocks of a source, held back until enough of it is there to judge how it is to be read (session_key.hpp).
#pragma once

#include "logs/input.hpp"
#include "logs/session_key.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace syncdx::logs {

class SourceHead {
 public:
  void hold(Block&& block) {
    bytes_ += block.fresh().size();
    blocks_.push_back(std::move(block));
  }

  [[nodiscard]] bool is_empty() const noexcept { return blocks_.empty(); }
  [[nodiscard]] bool is_enough() const noexcept { return bytes_ >= judged_head_bytes; }
  [[nodiscard]] const Block& front() const { return blocks_.front(); }  // if there is one

  // At most judged_head_bytes of it.
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const auto& block : blocks_)
      text += block.fresh().substr(0, judged_head_bytes - std::min(text.size(), judged_head_bytes));
    return text;
  }

  // All that was held, in order; none is then.
  [[nodiscard]] std::vector<Block> release() {
    bytes_ = 0;
    return std::exchange(blocks_, {});
  }

 private:
  std::vector<Block> blocks_;
  std::size_t bytes_ = 0;
};

}  // namespace syncdx::logs
