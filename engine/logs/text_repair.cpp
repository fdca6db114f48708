#include "logs/text_repair.hpp"

#include <algorithm>
#include <cstring>

namespace syncdx::logs {
namespace {

constexpr std::uint32_t replacement = 0xFFFD;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view utf16_little_mark = "\xFF\xFE";
constexpr std::string_view utf16_big_mark = "\xFE\xFF";

bool holds(std::string_view text, char wanted) {
  return !text.empty() && std::memchr(text.data(), wanted, text.size()) != nullptr;
}

}  // namespace

std::string_view TextRepair::add(std::string_view chunk) {
  if (encoding_ == Encoding::bytes) return repair_newlines(chunk);
  if (encoding_ == Encoding::undecided) {
    head_.append(chunk);
    decide(false);
    if (encoding_ == Encoding::undecided) return {};
    if (encoding_ == Encoding::bytes) return repair_newlines(head_);
    chunk = head_;
  }
  decoded_.clear();
  decode_utf16(chunk);
  return repair_newlines(decoded_);
}

std::string_view TextRepair::finish() {
  std::string rest;
  if (encoding_ == Encoding::undecided) {
    decide(true);
    rest = repair_newlines(head_);
  }
  decoded_.clear();
  if (has_half_unit_ || high_surrogate_ != 0) append_code_point(replacement);
  has_half_unit_ = false;
  high_surrogate_ = 0;
  rest += repair_newlines(decoded_);
  if (held_return_) rest += '\r';
  held_return_ = false;
  repaired_ = std::move(rest);
  return repaired_;
}

// Takes the mark off head_ once enough is there to know it.
void TextRepair::decide(bool at_end) {
  if (head_.starts_with(utf16_little_mark) || head_.starts_with(utf16_big_mark)) {
    encoding_ = head_.starts_with(utf16_little_mark) ? Encoding::utf16_little : Encoding::utf16_big;
    head_.erase(0, utf16_little_mark.size());
    return;
  }
  const std::string_view head = std::string_view(head_).substr(0, utf8_mark.size());
  const bool may_grow = head.empty() || head == utf16_big_mark.substr(0, 1) || head == utf16_little_mark.substr(0, 1) ||
                        (head.size() < utf8_mark.size() && utf8_mark.starts_with(head));
  if (may_grow && !at_end) return;
  encoding_ = Encoding::bytes;
  if (head == utf8_mark) head_.erase(0, utf8_mark.size());
}

std::string_view TextRepair::repair_newlines(std::string_view text) {
  if (text.empty() || (!held_return_ && !holds(text, '\r') && !holds(text, '\0'))) return text;
  repaired_.clear();
  repaired_.reserve(text.size() + 1);
  if (held_return_ && text.front() != '\n') repaired_ += '\r';
  held_return_ = text.back() == '\r';
  if (held_return_) text.remove_suffix(1);
  while (!text.empty()) {
    const std::size_t next = text.find('\r');
    repaired_.append(text.substr(0, next));
    if (next == std::string_view::npos) break;
    if (next + 1 == text.size() || text[next + 1] != '\n') repaired_ += '\r';
    text.remove_prefix(next + 1);
  }
  std::ranges::replace(repaired_, '\0', ' ');
  return repaired_;
}

void TextRepair::decode_utf16(std::string_view bytes) {
  const auto unit = [this](unsigned char first, unsigned char second) {
    return encoding_ == Encoding::utf16_little ? static_cast<std::uint32_t>(first | (second << 8))
                                               : static_cast<std::uint32_t>((first << 8) | second);
  };
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (has_half_unit_) {
      add_unit(unit(half_unit_, value));
    } else {
      half_unit_ = value;
    }
    has_half_unit_ = !has_half_unit_;
  }
}

void TextRepair::add_unit(std::uint32_t unit) {
  const bool low = unit >= 0xDC00 && unit < 0xE000;
  if (high_surrogate_ != 0) {
    const std::uint32_t high = high_surrogate_;
    high_surrogate_ = 0;
    if (low) {
      append_code_point(0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00));
      return;
    }
    append_code_point(replacement);
  }
  if (unit >= 0xD800 && unit < 0xDC00) {
    high_surrogate_ = unit;
  } else {
    append_code_point(low ? replacement : unit);
  }
}

void TextRepair::append_code_point(std::uint32_t code_point) {
  const auto add = [this](std::uint32_t byte) { decoded_ += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0 | (code_point >> 6U));
    add(0x80 | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    add(0xE0 | (code_point >> 12U));
    add(0x80 | ((code_point >> 6U) & 0x3FU));
    add(0x80 | (code_point & 0x3FU));
  } else {
    add(0xF0 | (code_point >> 18U));
    add(0x80 | ((code_point >> 12U) & 0x3FU));
    add(0x80 | ((code_point >> 6U) & 0x3FU));
    add(0x80 | (code_point & 0x3FU));
  }
}

}  // namespace syncdx::logs
