// Made-up secrets and personal data in the forms in which logs hold them, for the tests of redaction.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::test {

inline constexpr std::string_view hex = "0123456789abcdef";
inline constexpr std::string_view base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return engine_() % limit; }
  std::string letters(std::string_view alphabet, std::size_t count) {
    std::string text;
    for (; count > 0; --count) text += alphabet[below(alphabet.size())];
    return text;
  }
  // Random letters with a digit among them, as every real token has.
  std::string token(std::string_view alphabet, std::size_t count) {
    return letters(alphabet, count - 1) + letters("234567", 1);
  }

 private:
  std::mt19937 engine_;
};

[[nodiscard]] std::string percent_encoded(std::string_view text);

struct Canary {
  std::string line;
  std::string secret;  // as it stands in the line
};

// About a thousand: tokens of the platforms, JWT, PEM, cards, addresses, passwords behind their names; plain, URL-, JSON- and
// double-escaped.
[[nodiscard]] std::vector<Canary> canaries(Random& random);

// True if `text` shows more of the secret than a few letters.
[[nodiscard]] bool leaks(const Canary& canary, std::string_view text);

}  // namespace syncdx::test
