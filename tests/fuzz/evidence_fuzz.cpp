// Any bytes as a line of evidence, as `syncdx merge` reads it: refused, or read; and what was read is the same after it was
// written and read again.
#include "batch/piece_json.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace syncdx::batch;
  const std::string line(reinterpret_cast<const char*>(data), size);
  const EvidenceForm form{.rules_hash = "r", .symptoms = 8, .platforms = 4};
  const auto read = read_line(line, form);
  if (!read) return 0;
  const auto written = std::visit([&](const auto& record) { return to_line(record, form.rules_hash); }, *read);
  const auto again = read_line(written, form);
  if (!again || *again != *read) std::abort();
  return 0;
}
