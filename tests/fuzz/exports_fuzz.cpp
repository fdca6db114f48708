// Any bytes as Tether's two exports, alone and together, and as the last line of a session's log: they are read or refused, and
// every fact has a name that rules know.
#include "evidence/tether_export.hpp"
#include "rules/fact_names.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace syncdx;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::chrono::sys_seconds now(std::chrono::seconds(1'760'000'000));
  const logs::Document document{"fuzz.json", bytes};
  for (const bool integration : {true, false}) {
    for (const bool sessions : {true, false}) {
      auto read = evidence::read_exports(integration ? std::optional(document) : std::nullopt,
                                         sessions ? std::optional(document) : std::nullopt, now);
      if (!read) continue;
      evidence::add_log_end_facts(bytes, *read);
      for (const auto& [name, fact] : read->facts) {
        if (std::ranges::find(rules::fact_names(), std::string_view(name), &rules::FactName::name) == rules::fact_names().end())
          std::abort();
      }
      if (read->messages.size() > 100) std::abort();
    }
  }
  return 0;
}
