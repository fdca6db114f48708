// Text in, blocks of whole lines out (logs/input.hpp says what a block is). Where the cuts are depends on the text and the
// options only, never on how the text arrives: a block is decided once max(block_bytes, max_line_bytes + 1) bytes are there.
//
// A line longer than max_line_bytes (its newline not counted) leaves in blocks of its own, max_line_bytes each; its last piece
// begins the block of the lines that follow. So a piece is never scanned together with its neighbour, whatever block_bytes is.
// The context of such a block shows the long line by its head alone, closed by a newline, so that its timestamp still counts.
#pragma once

#include "logs/input.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace syncdx::logs {

class BlockCutter {
 public:
  using Sink = std::function<bool(Block&&)>;

  // `sink` and `options` must outlive the cutter.
  BlockCutter(std::size_t source, const ReadOptions& options, const Sink& sink);

  // False once the sink has had enough; nothing more is handed over then.
  [[nodiscard]] bool add(std::string_view text);
  [[nodiscard]] bool finish();
  // Where the text was broken off: without the line that is not whole.
  [[nodiscard]] bool finish_lines();

  // Handed over so far. A line counts when its first piece was handed over.
  [[nodiscard]] std::uint64_t bytes() const noexcept { return offset_; }
  [[nodiscard]] std::uint64_t lines() const noexcept { return newlines_ + (in_line_ ? 1 : 0); }

 private:
  enum class Arrival { more_may_come, all_here };

  [[nodiscard]] bool cut(Arrival arrival);
  [[nodiscard]] std::size_t whole_lines(std::string_view rest, Arrival arrival) const;
  [[nodiscard]] bool emit(std::string_view fresh);
  void remember(std::string_view fresh);

  std::size_t source_;
  std::size_t block_bytes_;
  std::size_t max_line_bytes_;
  std::size_t context_bytes_;
  const Sink& sink_;
  std::string pending_;  // text not yet handed over begins at begin_
  std::size_t begin_ = 0;
  std::string context_;  // the end of what was handed over, at most context_bytes_, whole lines
  std::uint64_t offset_ = 0;
  std::uint64_t newlines_ = 0;
  bool forgotten_ = false;  // something before is not in context_
  bool in_line_ = false;    // the last block ended inside a line
  bool stopped_ = false;
};

// Number of '\n' in `text`.
[[nodiscard]] std::uint64_t count_newlines(std::string_view text) noexcept;

}  // namespace syncdx::logs
