// Judging what stands where a secret would stand: is it one, or a word, a placeholder, something already masked?
// Private to redact.cpp.
#pragma once

#include "logs/redact_secret.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace syncdx::logs {

// Words that stand behind "password:" without being one.
inline constexpr auto ordinary_words =
    std::to_array<std::string_view>({"absent",    "accepted",  "already",      "are",       "authentication",
                                     "available", "basic",     "be",           "bearer",    "been",
                                     "blank",     "bool",      "boolean",      "can't",     "cannot",
                                     "changed",   "checked",   "confirmation", "contains",  "could",
                                     "created",   "default",   "denied",       "disabled",  "does",
                                     "doesn't",   "empty",     "enabled",      "error",     "expired",
                                     "expires",   "failed",    "failure",      "false",     "field",
                                     "filtered",  "found",     "from",         "generated", "grant",
                                     "has",       "header",    "hidden",       "ignored",   "incorrect",
                                     "invalid",   "is",        "isn't",        "issued",    "loaded",
                                     "long",      "malformed", "masked",       "may",       "mismatch",
                                     "missing",   "must",      "n/a",          "needed",    "needs",
                                     "never",     "new",       "nil",          "no",        "none",
                                     "not",       "null",      "object",       "ok",        "old",
                                     "omitted",   "optional",  "password",     "present",   "provided",
                                     "rate",      "redacted",  "refreshed",    "rejected",  "rejecting",
                                     "removed",   "renewed",   "required",     "reset",     "revoked",
                                     "rotated",   "rotation",  "scope",        "scopes",    "secret",
                                     "set",       "short",     "should",       "str",       "string",
                                     "text",      "the",       "token",        "true",      "type",
                                     "undefined", "unknown",   "unset",        "updated",   "valid",
                                     "value",     "verified",  "was",          "will",      "wrong",
                                     "yes"});
static_assert(std::ranges::is_sorted(ordinary_words));

// Placeholders and masks: `****`, `xxxx`, `<token>`, `${TOKEN}`, `[FILTERED]`, `shpat_***`.
[[nodiscard]] inline bool is_placeholder(std::string_view value) {
  if (value.find("***") != std::string_view::npos || value.find("...") != std::string_view::npos) return true;
  if (value.find("\xe2\x80\xa6") != std::string_view::npos || value.find("\xe2\x80\xa2") != std::string_view::npos) return true;
  if (value.find_first_not_of("*xX.-#?_ ") == std::string_view::npos) return true;
  for (const std::string_view opening : {"[", "<", "${", "{", "$(", "%(", "%{", "&lt;", "(redacted", "%s", "%d", "%v"}) {
    if (value.starts_with(opening)) return true;
  }
  return false;
}

// Whether `value`, which stands behind the name of a secret, is none: empty, masked, a word, or a sentence that begins with one
// ("is too short").
[[nodiscard]] inline bool is_no_secret(std::string_view value) {
  const auto plain = lower_case(decoded(value));
  const auto first_word = std::string_view(plain).substr(0, plain.find(' '));
  return plain.empty() || is_placeholder(plain) || std::ranges::binary_search(ordinary_words, first_word);
}

// One word of a sentence: letters only, no capital but the first.
[[nodiscard]] inline bool is_plain_word(std::string_view value) {
  if (value.empty() || !(is_lower(value[0]) || is_upper(value[0]))) return false;
  return std::ranges::all_of(value.substr(1), [](char letter) { return is_lower(letter) || letter == '-' || letter == '\''; });
}

// One unbroken run of letters and digits that nobody would have written: `7c9e6679` or `xK4mQ2`, but not `oauth2` or `V12`.
[[nodiscard]] inline bool is_random_run(std::string_view run) {
  constexpr std::ptrdiff_t changes_of_random = 2;
  constexpr std::size_t long_run = 16;
  const auto digits = std::ranges::count_if(run, is_digit);
  const auto upper = std::ranges::count_if(run, is_upper);
  const auto letters = static_cast<std::ptrdiff_t>(run.size()) - digits;
  if (letters == 0) return false;
  std::ptrdiff_t changes = 0;  // from letter to digit or back
  for (std::size_t i = 1; i < run.size(); ++i) changes += is_digit(run[i]) != is_digit(run[i - 1]) ? 1 : 0;
  if (changes >= changes_of_random || (run.size() >= long_run && digits > 0)) return true;
  // Capitals strewn among small letters: in a name, few letters are capitals.
  return run.size() >= long_run && upper * 10 > letters * 3 && (letters - upper) * 10 > letters * 3;
}

// Looks drawn at random: long enough, with at least one random run in it.
[[nodiscard]] inline bool is_opaque(std::string_view value) {
  constexpr std::size_t shortest = 8;
  if (value.size() < shortest) return false;
  for (std::size_t begin = 0; begin < value.size();) {
    auto end = begin;
    while (end < value.size() && is_word(value[end]) && value[end] != '_') ++end;
    if (is_random_run(value.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

// A number of 13 to 19 digits that could be a payment card: an issuer's prefix with a length that it uses, and the check digit
// right. Prefixes: ISO/IEC 7812 ranges as the networks publish them. Check digit: Luhn 1960 (US patent 2950048).
[[nodiscard]] inline bool is_card_number(std::string_view digits) {
  const auto prefix = [&](std::size_t length) {
    int value = 0;
    for (const char digit : digits.substr(0, length)) value = value * 10 + (digit - '0');
    return value;
  };
  const auto within = [](int value, int low, int high) { return low <= value && value <= high; };
  const auto size = digits.size();
  if (size < 13 || size > 19) return false;
  const bool visa = prefix(1) == 4 && (size == 13 || size == 16 || size == 19);
  const bool mastercard = size == 16 && (within(prefix(2), 51, 55) || within(prefix(4), 2221, 2720));
  const bool amex = size == 15 && (prefix(2) == 34 || prefix(2) == 37);
  const bool discover = size >= 16 && (prefix(4) == 6011 || within(prefix(3), 644, 649) || prefix(2) == 65);
  const bool jcb = size >= 16 && within(prefix(4), 3528, 3589);
  const bool diners = size == 14 && (within(prefix(3), 300, 305) || prefix(2) == 36 || within(prefix(2), 38, 39));
  const bool union_pay = size >= 16 && prefix(2) == 62;
  const bool maestro = size == 16 && (within(prefix(4), 6759, 6759) || within(prefix(4), 6761, 6763) || prefix(4) == 6304);
  if (!(visa || mastercard || amex || discover || jcb || diners || union_pay || maestro)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    int digit = digits[size - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

}  // namespace syncdx::logs
