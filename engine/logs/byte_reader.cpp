#include "logs/byte_reader.hpp"

#include <fmt/format.h>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace syncdx::logs {

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool DescriptorReader::wait_for_bytes() const {
  constexpr int pause = 100;  // milliseconds: a signal may reach another thread than this one
  pollfd ready{descriptor_, POLLIN, 0};
  for (;;) {
    const int count = ::poll(&ready, 1, callbacks_.stop ? pause : -1);
    if (count > 0 || (count < 0 && errno != EINTR)) return true;
    if (callbacks_.stop && callbacks_.stop()) return false;
  }
}

std::size_t DescriptorReader::read(std::span<char> room) {
  // A named pipe that nobody has opened to write reads as if it were at its end, until somebody does: the first time it is
  // waited for.
  const bool wait = callbacks_.stop || !std::exchange(begun_, true);
  if (problem() || (wait && !wait_for_bytes())) return 0;
  for (;;) {
    const auto got = ::read(descriptor_, room.data(), room.size());
    if (got > 0 && callbacks_.took) callbacks_.took(static_cast<std::size_t>(got));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {  // a pipe that somebody made non-blocking
      if (!wait_for_bytes()) return 0;
      continue;
    }
    set_problem({.code = "L001",
                 .severity = Severity::warning,
                 .message = fmt::format("'{}' failed while it was read: {}", name_,
                                        std::error_code(errno, std::generic_category()).message()),
                 .where = {.path = name_, .begin = {}, .end = {}},
                 .help = "Only what came before was examined. Copy the file to a local disk and try again."});
    return 0;
  }
}

std::size_t MemoryReader::read(std::span<char> room) {
  const std::size_t count = std::min(room.size(), rest_.size());
  if (count > 0) std::memcpy(room.data(), rest_.data(), count);
  rest_.remove_prefix(count);
  return count;
}

PeekReader::PeekReader(ByteReader& below) : below_(below) {
  head_.resize(head_bytes);
  std::size_t filled = 0;
  while (filled < head_bytes) {
    const std::size_t got = below_.read(std::span(head_).subspan(filled));
    if (got == 0) break;
    filled += got;
  }
  head_.resize(filled);
}

std::size_t PeekReader::read(std::span<char> room) {
  if (given_ < head_.size()) {
    const std::size_t count = std::min(room.size(), head_.size() - given_);
    std::memcpy(room.data(), head_.data() + given_, count);
    given_ += count;
    return count;
  }
  const std::size_t got = below_.read(room);
  if (got == 0 && below_.problem()) set_problem(*below_.problem());
  return got;
}

}  // namespace syncdx::logs
