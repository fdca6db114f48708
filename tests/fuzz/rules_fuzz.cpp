// Any bytes as a rule file: loading ends with rules or with problems, and rules survive being stored. The same bytes as stored
// rules are refused or read, never worse.
#include "rules/load.hpp"
#include "rules/store.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto loaded = syncdx::rules::load_rules({{"fuzz.yaml", bytes}});
  if (loaded) {
    const auto stored = syncdx::rules::to_bytes(loaded->value);
    const auto again = syncdx::rules::from_bytes(stored);
    if (!again || syncdx::rules::to_bytes(*again) != stored) std::abort();
  } else if (loaded.error().empty()) {
    std::abort();
  }
  (void)syncdx::rules::from_bytes(bytes);
  return 0;
}
