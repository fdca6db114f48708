#include "logs/archive_handle.hpp"

#include <algorithm>
#include <cstring>

namespace syncdx::logs {
namespace {

constexpr std::size_t archive_chunk_bytes = std::size_t{64} * 1024;

int support(archive* handle, Packing packing) {
  if (packing == Packing::zip) return archive_read_support_format_zip_streamable(handle);
  if (packing == Packing::tar) return archive_read_support_format_tar(handle);
  const int filter =
      packing == Packing::xz ? archive_read_support_filter_xz(handle) : archive_read_support_filter_bzip2(handle);
  return filter == ARCHIVE_OK ? archive_read_support_format_raw(handle) : filter;
}

}  // namespace

ArchiveHandle::ArchiveHandle(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget)
    : below_(below),
      meter_(std::move(name), budget),
      chunk_(archive_chunk_bytes),
      archive_(archive_read_new(), &archive_read_free) {
  if (!archive_) {
    problem_ = damage(below_, meter_.name(), "there is not enough memory to expand it", Damage::cut_off);
    return;
  }
  if (support(archive_.get(), packing) != ARCHIVE_OK ||
      archive_read_open(archive_.get(), this, nullptr, &ArchiveHandle::take_input, nullptr) != ARCHIVE_OK) {
    damaged();
  }
}

void ArchiveHandle::damaged(Extent extent) {
  if (problem_) return;
  extent_ = extent;
  const char* what = archive_error_string(archive_.get());
  const std::string_view text = what != nullptr ? what : "its data make no sense";
  // libarchive tells the two apart by its texts only: "Truncated ZIP file body", "truncated input", zlib's Z_BUF_ERROR.
  const bool cut_off =
      text.find("runcated") != std::string_view::npos || text.find("decompression failed (-5)") != std::string_view::npos;
  problem_ = damage(below_, meter_.name(), text, cut_off ? Damage::cut_off : Damage::garbled);
}

void ArchiveHandle::leave_member() {
  block_ = {};
  hole_ = 0;
  position_ = 0;
  if (problem_ && extent_ == Extent::member) problem_.reset();
}

la_ssize_t ArchiveHandle::take_input(archive* /*handle*/, void* self, const void** bytes) {
  auto& handle = *static_cast<ArchiveHandle*>(self);
  const std::size_t got = handle.below_.read(handle.chunk_);
  handle.meter_.took(got);
  *bytes = handle.chunk_.data();
  return static_cast<la_ssize_t>(got);
}

// By blocks, not by archive_read_data: that one drops what it has already copied when the next block turns out damaged.
std::size_t ArchiveHandle::read_data(std::span<char> room) {
  if (problem_) return 0;
  while (block_.empty() && hole_ == 0) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int result = archive_read_data_block(archive_.get(), &bytes, &size, &offset);
    if (result == ARCHIVE_RETRY) continue;
    if (result == ARCHIVE_EOF) return 0;
    if (result < ARCHIVE_WARN || (result == ARCHIVE_WARN && size == 0)) {
      damaged(result == ARCHIVE_FATAL ? Extent::archive : Extent::member);
      return 0;
    }
    block_ = std::span(static_cast<const char*>(bytes), size);
    hole_ = offset > position_ ? static_cast<std::uint64_t>(offset - position_) : 0;
    position_ = offset + static_cast<la_int64_t>(size);
  }
  const std::size_t count = hole_ > 0 ? take_hole(room) : take_block(room);
  problem_ = meter_.gave(count);
  extent_ = Extent::archive;
  return count;
}

std::size_t ArchiveHandle::take_hole(std::span<char> room) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(hole_, room.size()));
  std::ranges::fill(room.first(count), '\0');
  hole_ -= count;
  return count;
}

std::size_t ArchiveHandle::take_block(std::span<char> room) {
  const std::size_t count = std::min(block_.size(), room.size());
  std::memcpy(room.data(), block_.data(), count);
  block_ = block_.subspan(count);
  return count;
}

}  // namespace syncdx::logs
