#include "logs/archive_handle.hpp"

namespace syncdx::logs {
namespace {

constexpr std::size_t chunk_bytes = 64U * 1024U;

int support(archive* handle, Packing packing) {
  if (packing == Packing::zip) return archive_read_support_format_zip_streamable(handle);
  if (packing == Packing::tar) return archive_read_support_format_tar(handle);
  const int filter =
      packing == Packing::xz ? archive_read_support_filter_xz(handle) : archive_read_support_filter_bzip2(handle);
  return filter == ARCHIVE_OK ? archive_read_support_format_raw(handle) : filter;
}

}  // namespace

ArchiveHandle::ArchiveHandle(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget)
    : below_(below), meter_(std::move(name), budget), chunk_(chunk_bytes), archive_(archive_read_new(), &archive_read_free) {
  if (!archive_) {
    problem_ = damage(below_, meter_.name(), "there is not enough memory to expand it");
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
  problem_ = damage(below_, meter_.name(), what != nullptr ? what : "its data make no sense");
}

void ArchiveHandle::leave_member() {
  if (problem_ && extent_ == Extent::member) problem_.reset();
}

la_ssize_t ArchiveHandle::take_input(archive* /*handle*/, void* self, const void** bytes) {
  auto& handle = *static_cast<ArchiveHandle*>(self);
  const std::size_t got = handle.below_.read(handle.chunk_);
  handle.meter_.took(got);
  *bytes = handle.chunk_.data();
  return static_cast<la_ssize_t>(got);
}

std::size_t ArchiveHandle::read_data(std::span<char> room) {
  if (problem_) return 0;
  for (;;) {
    const auto got = archive_read_data(archive_.get(), room.data(), room.size());
    if (got == ARCHIVE_RETRY) continue;
    if (got < 0) {
      damaged(got == ARCHIVE_FATAL ? Extent::archive : Extent::member);
      return 0;
    }
    const auto count = static_cast<std::size_t>(got);
    problem_ = meter_.gave(count);
    extent_ = Extent::archive;
    return count;
  }
}

}  // namespace syncdx::logs
