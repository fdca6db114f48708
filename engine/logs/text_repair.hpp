// Raw bytes to the text that is scanned: drops a byte order mark, turns UTF-16 into UTF-8, CRLF into LF and NUL into a space,
// and keeps everything else, invalid UTF-8 too (it is repaired where it is shown). The result does not depend on how the
// bytes are cut into chunks. Costs two memchr passes where there is nothing to repair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syncdx::logs {

class TextRepair {
 public:
  // The text for the next bytes; points into `chunk` or into this object, valid until the next call.
  [[nodiscard]] std::string_view add(std::string_view chunk);

  // What was held back, at the end of the bytes; valid as long as this object.
  [[nodiscard]] std::string_view finish();

 private:
  enum class Encoding { undecided, bytes, utf16_little, utf16_big };

  [[nodiscard]] std::string_view repair_newlines(std::string_view text);
  void decide(bool at_end);
  void decode_utf16(std::string_view bytes);
  void add_unit(std::uint32_t unit);
  void append_code_point(std::uint32_t code_point);

  Encoding encoding_ = Encoding::undecided;
  std::string head_;            // bytes seen before the encoding is decided
  std::string decoded_;         // UTF-8 made from UTF-16
  std::string repaired_;        // text without CR before LF and NUL
  bool held_return_ = false;    // a CR ended the last chunk
  bool has_half_unit_ = false;  // half a UTF-16 unit ended the last chunk
  unsigned char half_unit_ = 0;
  std::uint32_t high_surrogate_ = 0;  // 0: none waiting
};

}  // namespace syncdx::logs
