// Compressed streams: gzip with zlib, zstd with libzstd, bzip2 and xz with libarchive.
#include "logs/archive_handle.hpp"
#include "logs/expansion_meter.hpp"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace syncdx::logs {
namespace {

constexpr std::size_t expanded_chunk_bytes = std::size_t{64} * 1024;

// The frame of a decompressor: takes packed bytes from below, counts, stops at a bound.
class ExpandingReader : public ByteReader {
 public:
  ExpandingReader(ByteReader& below, std::string name, ExpansionBudget& budget)
      : below_(below), meter_(std::move(name), budget), chunk_(expanded_chunk_bytes) {}

  [[nodiscard]] std::size_t read(std::span<char> room) final {
    if (ended_) return 0;
    const std::size_t count = expand(room);
    ended_ = count == 0;
    if (auto over = meter_.gave(count)) {
      set_problem(std::move(*over));
      ended_ = true;  // what was expanded so far is still given
    }
    return count;
  }

 protected:
  // As read(), without the counting; calls damaged() where the stream is.
  [[nodiscard]] virtual std::size_t expand(std::span<char> room) = 0;

  [[nodiscard]] std::span<char> refill() {
    const std::size_t got = below_.read(chunk_);
    meter_.took(got);
    if (got == 0 && below_.problem()) set_problem(*below_.problem());
    return std::span(chunk_).first(got);
  }

  void damaged(std::string_view what, Damage kind) { set_problem(damage(below_, meter_.name(), what, kind)); }

 private:
  ByteReader& below_;
  ExpansionMeter meter_;
  std::vector<char> chunk_;
  bool ended_ = false;
};

// The last bytes before a damage are not held back: zlib falls into step again behind a damaged place, and then goes on to copy
// what it garbled. Of 2,400 logs of 20 MB with 1 bit to 4 bytes changed it noticed 17 before the checksum at their end, of 800
// with 4 KiB zeroed 356, three in ten of them after more than 64 KiB (judgement, 2026-11-26).
class GzipReader final : public ExpandingReader {
 public:
  GzipReader(ByteReader& below, std::string name, ExpansionBudget& budget)
      : ExpandingReader(below, std::move(name), budget), ready_(inflateInit2(&stream_, gzip_window_bits) == Z_OK) {}
  ~GzipReader() override {
    if (ready_) inflateEnd(&stream_);
  }

 private:
  static constexpr int gzip_window_bits = 15 + 16;  // the largest window, gzip header expected
  enum class Place { between_members, in_member };

  std::size_t expand(std::span<char> room) override {
    if (!ready_) damaged("there is not enough memory to expand it", Damage::cut_off);
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(room.size(), 1U << 30U));
    const uInt wanted = stream_.avail_out;
    while (ready_ && stream_.avail_out == wanted) {
      if (stream_.avail_in == 0 && !take_input()) break;
      if (place_ == Place::between_members && skip_padding()) continue;
      if (place_ == Place::between_members && !begin_member()) break;
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) {
        place_ = Place::between_members;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        tell_damage(stream_.msg != nullptr ? stream_.msg : "its data make no sense");
        break;
      }
    }
    return wanted - stream_.avail_out;
  }

  bool take_input() {
    const auto input = refill();
    stream_.next_in = reinterpret_cast<Bytef*>(input.data());
    stream_.avail_in = static_cast<uInt>(input.size());
    if (input.empty() && (place_ == Place::in_member || first_)) damaged("it ends in the middle", Damage::cut_off);
    return !input.empty();
  }

  // Only its message says where zlib was.
  void tell_damage(std::string_view what) {
    const bool checksum = what == "incorrect data check" || what == "incorrect length check";
    const bool at_beginning = stream_.total_out == 0;  // of a member: nothing of it was given
    damaged(what, checksum ? Damage::checksum : at_beginning ? Damage::cut_off : Damage::garbled);
  }

  // Zeros behind a member are not an error (gzip ignores them too). True if nothing else is left of the input.
  bool skip_padding() {
    while (!first_ && stream_.avail_in > 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
    }
    return stream_.avail_in == 0;
  }

  // Anything else may be a member whose first bytes were damaged.
  bool begin_member() {
    constexpr Bytef magic = 0x1F;
    if (!first_ && *stream_.next_in != magic) {
      damaged("what stands behind its end is no gzip", Damage::cut_off);
      return false;
    }
    if (!first_ && inflateReset(&stream_) != Z_OK) return false;
    first_ = false;
    place_ = Place::in_member;
    return true;
  }

  z_stream stream_{};
  bool ready_;
  bool first_ = true;
  Place place_ = Place::between_members;
};

class ZstdReader final : public ExpandingReader {
 public:
  ZstdReader(ByteReader& below, std::string name, ExpansionBudget& budget)
      : ExpandingReader(below, std::move(name), budget), stream_(ZSTD_createDStream(), &ZSTD_freeDStream) {
    // 128 MiB of window at most, whatever the frame asks for.
    if (stream_) ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, 27);
  }

 private:
  std::size_t expand(std::span<char> room) override {
    if (!stream_) damaged("there is not enough memory to expand it", Damage::cut_off);
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    while (stream_ && out.pos == 0) {
      if (in_.pos == in_.size && !take_input()) {
        // Nothing more comes; what the library still holds may come out.
        const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &in_);
        if (out.pos == 0 && in_frame_ && (ZSTD_isError(left) != 0U || left != 0))
          damaged("it ends in the middle", Damage::cut_off);
        break;
      }
      const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(left) != 0U) {
        tell_damage(left);
        break;
      }
      in_frame_ = left != 0;
    }
    return out.pos;
  }

  void tell_damage(std::size_t error) {
    const auto code = ZSTD_getErrorCode(error);
    const bool behind_frame = code == ZSTD_error_prefix_unknown && !in_frame_;
    damaged(ZSTD_getErrorName(error), code == ZSTD_error_checksum_wrong ? Damage::checksum
                                      : behind_frame                    ? Damage::cut_off
                                                                        : Damage::garbled);
  }

  bool take_input() {
    const auto input = refill();
    in_ = {input.data(), input.size(), 0};
    return !input.empty();
  }

  std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool in_frame_ = true;
};

class LibarchiveStreamReader final : public ByteReader {
 public:
  LibarchiveStreamReader(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget)
      : below_(below), handle_(packing, below, std::move(name), budget) {
    archive_entry* entry = nullptr;
    if (handle_.opened() && archive_read_next_header(handle_.get(), &entry) != ARCHIVE_OK) handle_.damaged();
  }

  [[nodiscard]] std::size_t read(std::span<char> room) override {
    const std::size_t count = handle_.read_data(room);
    if (count == 0 && handle_.problem()) set_problem(*handle_.problem());
    if (count == 0 && below_.problem()) set_problem(*below_.problem());
    return count;
  }

 private:
  ByteReader& below_;
  ArchiveHandle handle_;
};

}  // namespace

std::unique_ptr<ByteReader> open_compressed(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget) {
  if (packing == Packing::gzip) return std::make_unique<GzipReader>(below, std::move(name), budget);
  if (packing == Packing::zstd) return std::make_unique<ZstdReader>(below, std::move(name), budget);
  return std::make_unique<LibarchiveStreamReader>(packing, below, std::move(name), budget);
}

}  // namespace syncdx::logs
