// libarchive over a ByteReader: opens just the one format and filter that were detected. For the readers of expand.hpp only.
#pragma once

#include "logs/expand.hpp"
#include "logs/expansion_meter.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncdx::logs {

class ArchiveHandle {
 public:
  ArchiveHandle(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget);
  ArchiveHandle(ArchiveHandle&&) = delete;  // libarchive keeps its address

  [[nodiscard]] archive* get() const noexcept { return archive_.get(); }
  [[nodiscard]] const std::string& name() const noexcept { return meter_.name(); }
  [[nodiscard]] bool opened() const noexcept { return !problem_; }

  // Bytes of the current member; 0 at its end or at a problem.
  [[nodiscard]] std::size_t read_data(std::span<char> room);

  // The first problem: damage (L002, L010) or a bound (L003).
  [[nodiscard]] const std::optional<Diagnostic>& problem() const noexcept { return problem_; }
  // Takes libarchive's last error as the problem.
  enum class Extent { member, archive };
  void damaged(Extent extent = Extent::archive);

  // Forgets the member, and a problem that concerned it only.
  void leave_member();

 private:
  static la_ssize_t take_input(archive* handle, void* self, const void** bytes);

  [[nodiscard]] std::size_t take_hole(std::span<char> room);
  [[nodiscard]] std::size_t take_block(std::span<char> room);

  ByteReader& below_;
  ExpansionMeter meter_;
  std::vector<char> chunk_;
  std::optional<Diagnostic> problem_;
  Extent extent_ = Extent::archive;  // of problem_
  std::span<const char> block_;      // of the member, not read yet; libarchive's memory
  std::uint64_t hole_ = 0;           // zeros to give before block_: a sparse member
  la_int64_t position_ = 0;          // behind block_, in the member
  std::unique_ptr<archive, int (*)(archive*)> archive_;
};

}  // namespace syncdx::logs
