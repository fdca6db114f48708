// Redaction of secrets and personal data in everything that is shown. A Redactor replaces each secret by a token that is the
// same for the same secret within one diagnosis and tells nothing about it: "[token:3f9a]", "[email:07c1]", "[card:aa10]",
// "[password:…]", "[key:…]" (keyed hash, the key drawn once per Redactor by the caller). Longest match first; knows plain,
// URL-encoded, JSON-escaped and double-escaped forms, PEM blocks on one line or wrapped.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace syncdx::logs {

class Redactor {
 public:
  // `key`: any 64 bits; the same key gives the same tokens. Programs draw it at random, tests fix it.
  explicit Redactor(std::uint64_t key);
  Redactor(Redactor&&) noexcept;
  Redactor& operator=(Redactor&&) noexcept;
  ~Redactor();

  // The text with every secret replaced; valid for one line or many. Const calls are safe from many threads.
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::logs
