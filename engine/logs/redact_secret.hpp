// What the finders of the redactor (redact_shapes.hpp, redact_fields.hpp) hand over, and how a secret becomes its token.
// Private to redact.cpp.
#pragma once

#include "base/ascii.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncdx::logs {

enum class SecretKind : std::uint8_t { token, key, password, card, email };

// The word in the token: "[card:aa10]".
[[nodiscard]] constexpr std::string_view name_of(SecretKind kind) noexcept {
  constexpr std::array<std::string_view, 5> names{"token", "key", "password", "card", "email"};
  return names[static_cast<std::size_t>(kind)];
}

// A secret in a text, as byte offsets.
struct Secret {
  std::size_t begin = 0;
  std::size_t end = 0;
  SecretKind kind = SecretKind::token;

  [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

[[nodiscard]] inline bool is_word(char letter) noexcept {
  return is_digit(letter) || is_lower(letter) || is_upper(letter) || letter == '_';
}

[[nodiscard]] inline int hex_value(char letter) noexcept {
  if (is_digit(letter)) return letter - '0';
  letter = lower_case(letter);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// The byte that the two hexadecimal digits at `place` stand for.
[[nodiscard]] inline std::optional<char> hex_byte(std::string_view text, std::size_t place) noexcept {
  if (place + 2 > text.size() || hex_value(text[place]) < 0 || hex_value(text[place + 1]) < 0) return std::nullopt;
  return static_cast<char>(hex_value(text[place]) * 16 + hex_value(text[place + 1]));
}

// One layer of URL or JSON encoding less: `%7C` and `\u007c` are `|`, `\/` is `/`.
[[nodiscard]] inline std::string decoded_once(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (const auto byte = hex_byte(text, i + 1)) {
        out += *byte;
        i += 2;
        continue;
      }
    }
    if (text[i] == '\\' && i + 1 < text.size()) {
      const auto byte = text.substr(i + 1).starts_with("u00") ? hex_byte(text, i + 4) : std::nullopt;
      if (byte) {
        out += *byte;
        i += 5;
        continue;
      }
      if (!is_word(text[i + 1])) ++i;
    }
    out += text[i];
  }
  return out;
}

// Without its encoding, so that all spellings of a secret give one token.
[[nodiscard]] inline std::string decoded(std::string_view text) {
  constexpr int most_layers = 4;
  std::string plain(text);
  for (int layer = 0; layer < most_layers && plain.find_first_of("%\\") != std::string::npos; ++layer) {
    auto next = decoded_once(plain);
    if (next == plain) break;
    plain = std::move(next);
  }
  return plain;
}

// SipHash-2-4, a keyed hash: who does not know the key learns nothing of a short secret from its token. Source: Aumasson &
// Bernstein 2012, "SipHash: a fast short-input PRF", section 2.
[[nodiscard]] inline std::uint64_t sip_hash(std::uint64_t key, std::string_view text) noexcept {
  constexpr std::uint64_t second_key_half = 0x9e3779b97f4a7c15U;  // callers give 64 bits; the other half may be any constant
  const std::uint64_t other = key ^ second_key_half;
  std::uint64_t v0 = key ^ 0x736f6d6570736575U;
  std::uint64_t v1 = other ^ 0x646f72616e646f6dU;
  std::uint64_t v2 = key ^ 0x6c7967656e657261U;
  std::uint64_t v3 = other ^ 0x7465646279746573U;
  const auto rounds = [&](int count) {
    for (; count > 0; --count) {
      v0 += v1;
      v1 = std::rotl(v1, 13) ^ v0;
      v0 = std::rotl(v0, 32);
      v2 += v3;
      v3 = std::rotl(v3, 16) ^ v2;
      v0 += v3;
      v3 = std::rotl(v3, 21) ^ v0;
      v2 += v1;
      v1 = std::rotl(v1, 17) ^ v2;
      v2 = std::rotl(v2, 32);
    }
  };
  const auto take_in = [&](std::uint64_t word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  };
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * (i % 8));
    if (i % 8 == 7) take_in(std::exchange(word, 0));
  }
  take_in(word | (std::uint64_t{text.size()} << 56));
  v2 ^= 0xff;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}

}  // namespace syncdx::logs
