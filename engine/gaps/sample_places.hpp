// Where a template's fixed words stand in its samples, and what stands between them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::gaps {

// As RE2's \w has it.
[[nodiscard]] constexpr bool is_word_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// One sample: views into its message.
struct SamplePlaces {
  std::string_view message;
  std::vector<std::string_view> words;  // the template's fixed ones, in order

  // What stands before the word of this number, behind the one before it; of the number of words: behind the last one.
  [[nodiscard]] std::string_view gap(std::size_t index) const;
};

// For each message, in order; nullopt if one has other words than the template (`words`, empty where it is variable).
[[nodiscard]] std::optional<std::vector<SamplePlaces>> find_places(std::span<const std::string> words,
                                                                   std::span<const std::string> messages);

enum class Digits { any, same };  // in a shape

// What all the gaps of this number have in common, as RE2 takes it: " #\d+ \(", " https?:\S+ ". With Digits::same numbers stand
// as they are. nullopt if they have not the same shape, or if it has other words in it, or what a JSON line escapes.
[[nodiscard]] std::optional<std::string> common_shape(std::span<const SamplePlaces> samples, std::size_t index, Digits digits);

// Only what means something in RE2 is escaped: rules are read by people.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace syncdx::gaps
