#include "logs/packing.hpp"

#include "logs/read_stream.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <fstream>
#include <memory>

namespace syncdx::test {
namespace {

la_ssize_t append(archive* /*handle*/, void* bytes, const void* more, std::size_t count) {
  static_cast<std::string*>(bytes)->append(static_cast<const char*>(more), count);
  return static_cast<la_ssize_t>(count);
}

void choose(archive* handle, Pack kind) {
  switch (kind) {
    case Pack::gzip:
    case Pack::zstd:
    case Pack::bzip2:
    case Pack::xz:
      REQUIRE(archive_write_set_format_raw(handle) == ARCHIVE_OK);
      break;
    case Pack::zip:
      REQUIRE(archive_write_set_format_zip(handle) == ARCHIVE_OK);
      break;
    case Pack::tar:
    case Pack::tar_gzip:
      REQUIRE(archive_write_set_format_pax_restricted(handle) == ARCHIVE_OK);
      break;
  }
  if (kind == Pack::gzip || kind == Pack::tar_gzip) REQUIRE(archive_write_add_filter_gzip(handle) == ARCHIVE_OK);
  if (kind == Pack::zstd) REQUIRE(archive_write_add_filter_zstd(handle) == ARCHIVE_OK);
  if (kind == Pack::bzip2) REQUIRE(archive_write_add_filter_bzip2(handle) == ARCHIVE_OK);
  if (kind == Pack::xz) REQUIRE(archive_write_add_filter_xz(handle) == ARCHIVE_OK);
}

}  // namespace

std::string pack(Pack kind, const Members& members, const std::string& password) {
  std::string bytes;
  const std::unique_ptr<archive, int (*)(archive*)> handle(archive_write_new(), &archive_write_free);
  choose(handle.get(), kind);
  if (!password.empty()) {
    REQUIRE(archive_write_set_options(handle.get(), "zip:encryption=traditional") == ARCHIVE_OK);
    REQUIRE(archive_write_set_passphrase(handle.get(), password.c_str()) == ARCHIVE_OK);
  }
  archive_write_set_bytes_in_last_block(handle.get(), 1);
  REQUIRE(archive_write_open(handle.get(), &bytes, nullptr, &append, nullptr) == ARCHIVE_OK);
  for (const auto& [name, content] : members) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    REQUIRE(archive_write_header(handle.get(), entry.get()) == ARCHIVE_OK);
    REQUIRE(archive_write_data(handle.get(), content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
  }
  REQUIRE(archive_write_close(handle.get()) == ARCHIVE_OK);
  return bytes;
}

ScratchDirectory::ScratchDirectory() {
  auto pattern = (std::filesystem::temp_directory_path() / "syncdx-logs-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchDirectory::write(const std::string& name, std::string_view bytes) const {
  std::ofstream(path(name), std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return path(name);
}

std::string Gathered::text(std::size_t source) const {
  std::string joined;
  for (const auto& block : blocks) {
    if (block.source == source) joined += block.fresh();
  }
  return joined;
}

Gathered gather_text(std::string_view text, const logs::ReadOptions& options) {
  Gathered gathered;
  gathered.inputs = logs::read_text(text, "text", options, [&](logs::Block&& block) {
    gathered.blocks.push_back(std::move(block));
    return true;
  });
  return gathered;
}

Gathered gather_packed(std::string_view bytes, const logs::ReadOptions& options) {
  Gathered gathered;
  gathered.inputs = logs::read_packed(bytes, "in", options, [&](logs::Block&& block) {
    gathered.blocks.push_back(std::move(block));
    return true;
  });
  return gathered;
}

}  // namespace syncdx::test
