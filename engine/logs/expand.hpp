// What is packed inside a stream of bytes: compressed streams (gzip, zstd, bzip2, xz) are readers over a reader; archives (zip,
// tar) give their members one after the other. What a stream is is decided by its first bytes, and only the reader for just
// that is opened, so a text that happens to look like some odd format stays a text. gzip and zstd are read with their own
// libraries, since libarchive drops up to 128 KiB of good bytes before the place where a file breaks off; that end is where
// the fault that ended a sync stands. Everything is streamed: memory does not grow with the input.
#pragma once

#include "logs/byte_reader.hpp"
#include "logs/input.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace syncdx::logs {

enum class Packing { none, gzip, zstd, bzip2, xz, zip, tar };

// By magic bytes; `head` should be 512 bytes or more where there are as many.
[[nodiscard]] Packing detect_packing(std::string_view head) noexcept;

[[nodiscard]] constexpr bool is_archive(Packing packing) noexcept { return packing == Packing::zip || packing == Packing::tar; }

// What expansion has cost so far, over all inputs of one call.
struct ExpansionBudget {
  const ReadOptions& options;
  std::uint64_t expanded_bytes = 0;
};

// A problem of a packed input (L002 to L006, L010) as a note.
[[nodiscard]] Diagnostic packing_note(std::string code, const std::string& name, std::string message, std::string help);

// The bytes in a gzip, zstd, bzip2 or xz stream (several in a row are one). Ends with L002 if cut off, L010 if damaged, L003 if
// over a bound of the budget. `below` and `budget` must outlive it.
[[nodiscard]] std::unique_ptr<ByteReader> open_compressed(Packing packing, ByteReader& below, std::string name,
                                                          ExpansionBudget& budget);

// A zip or tar archive, read from front to back.
class ArchiveReader {
 public:
  struct Member {
    std::string name;  // valid UTF-8; hostile: for display only
    bool encrypted = false;
  };

  // `packing` is zip or tar; `below` and `budget` must outlive it.
  ArchiveReader(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget);
  ~ArchiveReader();
  ArchiveReader(ArchiveReader&&) = delete;

  // The next regular file; nothing at the end, good or bad.
  [[nodiscard]] std::optional<Member> next();

  // The bytes of the member that next() gave last; valid until next() is called again.
  [[nodiscard]] ByteReader& member();

  // Why the archive ended early, or what showed only at its end, if anything (L002 to L004, L010).
  [[nodiscard]] const std::optional<Diagnostic>& problem() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::logs
