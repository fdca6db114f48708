// A message's fixed words: what is left of it when all that changes from one occurrence to the next is masked. First step of
// mining templates; knows nothing of rules.
//
//   "Received block blk_-16089 of size 67108864 from /10.251.73.220"  ->  Received block of size from
//
// Masked are, in any message alike: words that hold a digit (numbers, times, ids, hexadecimal), long hexadecimal words,
// addresses (URL, e-mail, host:port, dotted names such as com.example.app or shop.example.com, colon-separated hardware and
// IPv6 addresses), file paths, names of weekdays and months, and units behind a number. Punctuation parts words and is not
// kept: so a list of one and a list of five addresses read the same.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace syncdx::gaps {

inline constexpr std::size_t max_words = 128;           // of one message; further ones are not looked at
inline constexpr std::size_t max_message_bytes = 4096;  // likewise

// The fixed words of `message` in order, as views into it; bytes, any encoding. `words` is cleared first (its memory is used
// again: this runs for every error line). Linear.
void split_words(std::string_view message, std::vector<std::string_view>& words);

}  // namespace syncdx::gaps
