// The one set of options with which RE2 reads patterns: bytes (Latin-1), silent, bounded memory, no captures.
#pragma once

#include <re2/re2.h>

namespace syncdx::match {

// Memory for the compiled form and the state caches of one expression.
inline constexpr std::int64_t regex_memory_bytes = std::int64_t{4} << 20;

[[nodiscard]] inline RE2::Options regex_options() {
  RE2::Options options(RE2::Quiet);
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_never_capture(true);
  options.set_max_mem(regex_memory_bytes);
  return options;
}

}  // namespace syncdx::match
