#include "logs/expand.hpp"

#include "logs/expansion_meter.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace syncdx::logs {
namespace {

using namespace std::string_view_literals;

// Below this an archive may expand as much as it likes: small logs of equal lines compress very well.
constexpr std::uint64_t ratio_free_bytes = 64ULL << 20U;

bool has_at(std::string_view head, std::size_t offset, std::string_view magic) noexcept {
  return head.size() >= offset + magic.size() && head.substr(offset, magic.size()) == magic;
}

}  // namespace

Packing detect_packing(std::string_view head) noexcept {
  if (has_at(head, 0, "\x1F\x8B\x08"sv)) return Packing::gzip;
  if (has_at(head, 0, "\x28\xB5\x2F\xFD"sv)) return Packing::zstd;
  // "BZh9" alone could be text; the block's magic number (pi, or its root in an empty file) behind it could not.
  if (has_at(head, 0, "BZh"sv) && (has_at(head, 4, "1AY&SY"sv) || has_at(head, 4, "\x17\x72\x45\x38\x50\x90"sv))) {
    return Packing::bzip2;
  }
  if (has_at(head, 0,
             "\xFD"
             "7zXZ\0"sv)) {
    return Packing::xz;
  }
  if (has_at(head, 0, "PK\x03\x04"sv) || has_at(head, 0, "PK\x05\x06"sv)) return Packing::zip;
  if (has_at(head, 257, "ustar"sv)) return Packing::tar;
  return Packing::none;
}

Diagnostic packing_note(std::string code, const std::string& name, std::string message, std::string help) {
  return {.code = std::move(code),
          .severity = Severity::warning,
          .message = std::move(message),
          .where = {.path = name, .begin = {}, .end = {}},
          .help = std::move(help)};
}

std::optional<Diagnostic> ExpansionMeter::gave(std::size_t bytes) {
  given_ += bytes;
  if (given_ > taken_) budget_.expanded_bytes += bytes;  // a tar grows only where it is sparse
  const auto& options = budget_.options;
  if (budget_.expanded_bytes > options.max_expanded_bytes) {
    return packing_note(
        "L003", name_,
        fmt::format("'{}' is cut: compressed inputs expand to more than {} bytes", name_, options.max_expanded_bytes),
        "Expand it yourself and give the part of the log that you need.");
  }
  if (given_ > ratio_free_bytes && static_cast<double>(given_) > options.max_expansion_ratio * static_cast<double>(taken_)) {
    return packing_note(
        "L003", name_,
        fmt::format("'{}' is cut: it expands to more than {} times its size", name_, options.max_expansion_ratio),
        "This is how a zip bomb looks. If you trust it, expand it yourself and give the log.");
  }
  return std::nullopt;
}

Diagnostic damage(const ByteReader& below, const std::string& name, std::string_view what, Damage kind) {
  if (below.problem()) return *below.problem();
  while (what.ends_with('\n')) what.remove_suffix(1);  // libarchive ends some of its messages so
  if (kind == Damage::cut_off) {
    return packing_note("L002", name, fmt::format("'{}' is cut off: {}", name, what),
                        "What could still be unpacked was examined. Get the whole file if you can.");
  }
  return packing_note("L010", name, fmt::format("'{}' is damaged: {}", name, what),
                      kind == Damage::checksum
                          ? "What could be unpacked was examined, but any of it may be garbled, since only the checksum at the "
                            "end tells: lines and sessions may be named that never were. Get the file again."
                          : "What could still be unpacked was examined, but the damage may begin long before the place where "
                            "it shows, and lines from there on may be garbled. Get the file again if you can.");
}

}  // namespace syncdx::logs
