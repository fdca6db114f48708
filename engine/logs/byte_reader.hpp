// Bytes from somewhere, piece by piece: files, pipes, memory, and (expand.hpp) what is packed inside them. Readers stack: each
// owns nothing of the one below and must not outlive it. Not thread safe.
#pragma once

#include "syncdx/diagnostic.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx::logs {

class ByteReader {
 public:
  ByteReader() = default;
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;
  virtual ~ByteReader() = default;

  // At most room.size() bytes (room is not empty); 0 only at the end, good or bad, and then always.
  [[nodiscard]] virtual std::size_t read(std::span<char> room) = 0;

  // Why the bytes ended too early, if they did; final once read() gave 0.
  [[nodiscard]] const std::optional<Diagnostic>& problem() const noexcept { return problem_; }

 protected:
  void set_problem(Diagnostic problem) {
    if (!problem_) problem_ = std::move(problem);
  }

 private:
  std::optional<Diagnostic> problem_;
};

// An open file, owned.
class FileHandle {
 public:
  explicit FileHandle(int descriptor) noexcept : descriptor_(descriptor) {}
  FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileHandle();
  [[nodiscard]] int get() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

struct ReadCallbacks {
  std::function<bool()> stop{};             // asked while no bytes come; true: that is the end
  std::function<void(std::size_t)> took{};  // told of all bytes
};

// A file descriptor: a file, a pipe, a terminal. `name` is for messages. L001 if reading fails.
class DescriptorReader final : public ByteReader {
 public:
  DescriptorReader(int descriptor, std::string name, ReadCallbacks callbacks = {})
      : descriptor_(descriptor), name_(std::move(name)), callbacks_(std::move(callbacks)) {}
  [[nodiscard]] std::size_t read(std::span<char> room) override;

 private:
  // False: there will be none, since the caller wants no more.
  [[nodiscard]] bool wait_for_bytes() const;

  int descriptor_;
  std::string name_;
  ReadCallbacks callbacks_;
  bool begun_ = false;
};

// Bytes in memory; `bytes` must outlive the reader.
class MemoryReader final : public ByteReader {
 public:
  explicit MemoryReader(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] std::size_t read(std::span<char> room) override;

 private:
  std::string_view rest_;
};

// Reads the first bytes ahead, so that what they are can be decided before they are read.
class PeekReader final : public ByteReader {
 public:
  static constexpr std::size_t head_bytes = 4096;

  explicit PeekReader(ByteReader& below);
  // The first head_bytes, or all there are; valid as long as the reader.
  [[nodiscard]] std::string_view head() const noexcept { return head_; }
  [[nodiscard]] std::size_t read(std::span<char> room) override;

 private:
  ByteReader& below_;
  std::string head_;
  std::size_t given_ = 0;  // bytes of head_ already read
};

}  // namespace syncdx::logs
