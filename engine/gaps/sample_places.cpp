#include "gaps/sample_places.hpp"

#include "gaps/words.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace syncdx::gaps {
namespace {

std::optional<SamplePlaces> places_in(std::span<const std::string> words, std::string_view message) {
  SamplePlaces places{message, {}};
  std::vector<std::string_view> all;
  split_words(message, all);
  if (all.size() != words.size()) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) continue;
    if (all[i] != words[i]) return std::nullopt;
    places.words.push_back(all[i]);
  }
  return places;
}

// The length of a web address at the start of `text`, or 0.
std::size_t address_length(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return 0;
  return std::min(text.find_first_of(" \t\""), text.size());
}

std::optional<std::string> shape_of(std::string_view text, Digits digits) {
  std::string shape;
  while (!text.empty()) {
    std::size_t length = address_length(text);
    if (length > 0) {
      shape += R"(https?:\S+)";
    } else if (is_digit(text.front())) {
      length = std::min(text.find_first_not_of("0123456789"), text.size());
      shape += digits == Digits::same ? std::string(text.substr(0, length)) : R"(\d+)";
    } else {
      length = 1;
      // A word here is one that is left out on purpose; the others may stand escaped in a JSON line.
      if (is_word_char(text.front()) || std::string_view("\"\\/").find(text.front()) != std::string_view::npos)
        return std::nullopt;
      shape += escape(text.substr(0, 1));
    }
    text.remove_prefix(length);
  }
  return shape;
}

}  // namespace

std::string_view SamplePlaces::gap(std::size_t index) const {
  const char* begin = index == 0 ? message.data() : words[index - 1].data() + words[index - 1].size();
  const char* end = index == words.size() ? message.data() + message.size() : words[index].data();
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::optional<std::vector<SamplePlaces>> find_places(std::span<const std::string> words,
                                                     std::span<const std::string> messages) {
  std::vector<SamplePlaces> samples;
  for (const auto& message : messages) {
    auto places = places_in(words, message);
    if (!places) return std::nullopt;
    samples.push_back(std::move(*places));
  }
  return samples;
}

std::optional<std::string> common_shape(std::span<const SamplePlaces> samples, std::size_t index, Digits digits) {
  constexpr std::size_t longest_shape = 40;
  auto shape = shape_of(samples.front().gap(index), digits);
  if (!shape || shape->size() > longest_shape) return std::nullopt;
  const bool same =
      std::ranges::all_of(samples, [&](const auto& places) { return shape_of(places.gap(index), digits) == shape; });
  if (same) return shape;
  return digits == Digits::same ? common_shape(samples, index, Digits::any) : std::nullopt;
}

std::string escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

}  // namespace syncdx::gaps
