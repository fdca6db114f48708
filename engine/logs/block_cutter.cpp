#include "logs/block_cutter.hpp"

#include <algorithm>
#include <cstring>

namespace syncdx::logs {
namespace {

// As much of a long line's start as find_time looks at.
constexpr std::size_t line_head_bytes = 200;

}  // namespace

// Eight bytes at a time: a byte of `x` is 0 where the text has a newline, `zero` has bit 7 set there and nowhere else.
std::uint64_t count_newlines(std::string_view text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  constexpr std::uint64_t low_bits = 0x7F7F7F7F7F7F7F7FULL;
  std::uint64_t count = 0;
  while (text.size() >= sizeof(std::uint64_t)) {
    // At most 255 words, so that no byte of `sums` overflows.
    const std::size_t words = std::min<std::size_t>(255, text.size() / sizeof(std::uint64_t));
    std::uint64_t sums = 0;
    for (std::size_t i = 0; i < words; ++i) {
      std::uint64_t x = 0;
      std::memcpy(&x, text.data() + i * sizeof x, sizeof x);
      x ^= ones * static_cast<unsigned char>('\n');
      const std::uint64_t zero = ~(((x & low_bits) + low_bits) | x | low_bits);
      sums += zero >> 7U;
    }
    for (; sums != 0; sums >>= 8U) count += sums & 0xFFU;
    text.remove_prefix(words * sizeof(std::uint64_t));
  }
  return count + static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

BlockCutter::BlockCutter(std::size_t source, const ReadOptions& options, const Sink& sink)
    : source_(source),
      block_bytes_(std::max<std::size_t>(options.block_bytes, 1)),
      max_line_bytes_(std::max<std::size_t>(options.max_line_bytes, 1)),
      context_bytes_(options.context_bytes),
      sink_(sink) {}

bool BlockCutter::add(std::string_view text) {
  if (stopped_) return false;
  if (begin_ > pending_.size() / 2) {  // not each time: moving what is left has its price
    pending_.erase(0, begin_);
    begin_ = 0;
  }
  pending_.append(text);
  return cut(Arrival::more_may_come);
}

bool BlockCutter::finish() { return !stopped_ && cut(Arrival::all_here); }

bool BlockCutter::finish_lines() {
  const auto last = pending_.rfind('\n');
  pending_.resize(last == std::string::npos || last < begin_ ? begin_ : last + 1);
  return finish();
}

bool BlockCutter::cut(Arrival arrival) {
  const std::size_t decidable = std::max(block_bytes_, max_line_bytes_ + 1);
  while (!stopped_) {
    const std::string_view rest = std::string_view(pending_).substr(begin_);
    if (rest.empty() || (arrival == Arrival::more_may_come && rest.size() < decidable)) return true;
    std::size_t size = whole_lines(rest, arrival);
    if (size == 0) size = max_line_bytes_;  // a piece of a long line
    stopped_ = !emit(rest.substr(0, size));
    begin_ += size;
  }
  return false;
}

// Bytes of the next block of whole lines; 0 if a line over max_line_bytes_ stands first.
std::size_t BlockCutter::whole_lines(std::string_view rest, Arrival arrival) const {
  const auto first_newline = rest.substr(0, max_line_bytes_ + 1).find('\n');
  if (first_newline == std::string_view::npos) return rest.size() > max_line_bytes_ ? 0 : rest.size();
  std::size_t size = rest.size();
  if (arrival == Arrival::more_may_come || rest.size() > block_bytes_) {
    const auto last_newline = rest.rfind('\n', block_bytes_ - 1);
    size = (last_newline == std::string_view::npos ? first_newline : last_newline) + 1;
  }
  // A long line among them? Any stretch of max_line_bytes_ + 1 bytes from a line's start must hold a newline.
  for (std::size_t line = 0; size - line > max_line_bytes_;) {
    const auto newline = rest.substr(line, std::min(max_line_bytes_ + 1, size - line)).rfind('\n');
    if (newline == std::string_view::npos) return line;
    line += newline + 1;
  }
  return size;
}

bool BlockCutter::emit(std::string_view fresh) {
  Block block;
  block.source = source_;
  block.offset = offset_;
  block.first_line = newlines_ + 1;
  block.context = context_.size();
  block.from_start = !forgotten_;
  block.bytes.reserve(context_.size() + fresh.size());
  block.bytes.append(context_).append(fresh);
  remember(fresh);
  offset_ += fresh.size();
  newlines_ += count_newlines(fresh);
  return sink_(std::move(block));
}

void BlockCutter::remember(std::string_view fresh) {
  const bool was_in_line = in_line_;
  in_line_ = fresh.back() != '\n';
  if (in_line_) {  // a piece: only the line's head is kept, once
    if (was_in_line || context_bytes_ == 0) return;
    fresh = fresh.substr(0, line_head_bytes);
  } else if (fresh.size() >= context_bytes_) {
    forgotten_ = true;
    context_.clear();
    // The byte before says whether the cut is at a line border.
    const bool at_border = fresh.size() == context_bytes_ || fresh[fresh.size() - context_bytes_ - 1] == '\n';
    fresh.remove_prefix(fresh.size() - context_bytes_);
    if (!at_border) fresh.remove_prefix(fresh.find('\n') == std::string_view::npos ? fresh.size() : fresh.find('\n') + 1);
  }
  context_.append(fresh);
  if (in_line_) context_ += '\n';
  if (context_.size() <= context_bytes_) return;
  forgotten_ = true;
  const auto newline = context_.find('\n', context_.size() - context_bytes_ - 1);
  context_.erase(0, newline == std::string::npos ? context_.size() : newline + 1);
}

}  // namespace syncdx::logs
